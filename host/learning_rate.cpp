#include "host/learning_rate.h"

namespace spintile::host {
namespace {

/// (1 + cos(pi t)) / 2 for t in 0 .. 1, as (1 - sin(pi (t - 1/2))) / 2: Taylor's polynomial of degree 17, error below
/// 1e-12.
double half_cosine(double t) {
  const double x = 3.14159265358979323846 * (t - 0.5);
  double term = x;
  double sine = x;
  for (int power = 3; power <= 17; power += 2) {
    term *= -x * x / static_cast<double>(power * (power - 1));
    sine += term;
  }
  return 0.5 * (1.0 - sine);
}

}  // namespace

float learning_rate(const spec::LearningRate& rate, std::int64_t step, std::int64_t epoch_steps, std::int64_t steps) {
  const double done = static_cast<double>(step) / static_cast<double>(steps);
  double value = rate.start;
  switch (rate.schedule) {
    case spec::Schedule::constant:
      break;
    case spec::Schedule::step:
      for (std::int64_t i = step / epoch_steps / rate.step_epochs; i > 0; --i) value *= rate.step_factor;
      break;
    case spec::Schedule::cosine:
      value = rate.end + (rate.start - rate.end) * half_cosine(done);
      break;
    case spec::Schedule::linear:
      value = rate.end + (rate.start - rate.end) * (1.0 - done);
      break;
  }
  return static_cast<float>(value);
}

}  // namespace spintile::host
