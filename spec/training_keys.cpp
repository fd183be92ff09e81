#include "spec/training_keys.h"

#include <utility>

namespace spintile::spec {
namespace {

using namespace table;
using Config = TrainingConfig;
using Keys = std::vector<Key<Config>>;

constexpr std::string_view any_text = R"([ !#-\[\]-~]*)";  // printable ASCII without quotes and backslashes
constexpr double infinite = 1e30;

Keys in_section(const std::string& section, Keys keys) {
  for (Key<Config>& key : keys) key.path = section + "." + key.path;
  return keys;
}

/// The keys of the device of A or W. The preset comes first: it sets all that the others may then change.
Keys device_keys(const std::string& section, ChosenDevice Config::*chosen) {
  using D = ResistiveDevice;
  const auto at = [chosen](auto value) { return field(chosen, &ChosenDevice::device, value); };
  const ChoiceKey<Config> preset{
      device_presets(), [chosen](const Config& config) { return (config.*chosen).preset; },
      [chosen](Config& config, int index) {
        config.*chosen = {index, device_preset(device_presets()[static_cast<std::size_t>(index)])};
      }};
  Keys keys = {
      {"preset", optional, preset, "published device whose numbers hold where no other key of the section says more"},
      {"step", optional,
       choice({"constant", "linear", "soft_bounds", "soft_bounds_reference", "exponential", "table"}, at(&D::step)),
       "how a pulse's step depends on the weight"},
      {"dw_min", optional, real_above(0, 1, at(&D::dw_min)), "mean step at weight 0"},
      {"dw_min_dtod", optional, real(0, 10, at(&D::dw_min_dtod)), "its spread from device to device, relative"},
      {"log_normal", optional, flag(at(&D::log_normal)), "that spread is log-normal"},
      {"dw_min_std", optional, real(0, 100, at(&D::dw_min_std)), "noise of each step, relative to it"},
      {"additive_noise", optional, flag(at(&D::additive_noise)), "soft bounds: relative to the step at weight 0"},
      {"write_noise_std", optional, real(0, 1000, at(&D::write_noise_std)), "noise of the weight read, in dw_min"},
      {"up_down", optional, real(-2, 2, at(&D::up_down)), "how much larger up steps are, relative"},
      {"up_down_dtod", optional, real(0, 10, at(&D::up_down_dtod)), "its spread"},
      {"w_max", optional, real_above(0, 100, at(&D::w_max)), "upper bound of the weight"},
      {"w_min", optional, real(-100, -1e-6, at(&D::w_min)), "lower bound of the weight"},
      {"w_max_dtod", optional, real(0, 10, at(&D::w_max_dtod)), "spread of the upper bound, relative"},
      {"w_min_dtod", optional, real(0, 10, at(&D::w_min_dtod)), "spread of the lower bound, relative"},
      {"gamma_up", optional, real(-100, 100, at(&D::gamma_up)), "linear: slope; exponential: exponent; up"},
      {"gamma_down", optional, real(-100, 100, at(&D::gamma_down)), "the same, down"},
      {"gamma_up_dtod", optional, real(0, 10, at(&D::gamma_up_dtod)), "linear: spread of gamma_up, relative"},
      {"gamma_down_dtod", optional, real(0, 10, at(&D::gamma_down_dtod)), "linear: spread of gamma_down, relative"},
      {"a", optional, real(-100, 100, at(&D::a)), "exponential: scale of the weight in the exponent"},
      {"b", optional, real(-100, 100, at(&D::b)), "exponential: offset of it"},
      {"amplitude_up", optional, real(-100, 100, at(&D::amplitude_up)), "exponential: amplitude, up"},
      {"amplitude_down", optional, real(-100, 100, at(&D::amplitude_down)), "exponential: amplitude, down"},
      {"reference_mean", optional, real(-10, 10, at(&D::reference_mean)),
       "soft_bounds_reference: mean offset of the reference device"},
      {"reference_std", optional, real(0, 10, at(&D::reference_std)), "its deviation from device to device"},
      {"subtract_symmetry_point", optional, flag(at(&D::subtract_symmetry_point)),
       "soft_bounds_reference: weight 0 is the symmetry point"},
      {"corrupt_probability", optional, real(0, 1, at(&D::corrupt_probability)), "share of devices that never move"},
      {"decay", optional, real(0, 1, at(&D::decay)), "share of a weight lost in a batch"},
      {"diffusion", optional, real(0, 1, at(&D::diffusion)), "noise added to a weight in a batch"},
      {"reference_drift", optional, real(0, 1, at(&D::reference_drift)), "noise added to a reference in a batch"},
      {"table_up", optional, list(0, 1000, 1024, at(&D::table_up)),
       "table: steps up in dw_min at weights spread evenly from w_min to w_max, 2 or more"},
      {"table_down", optional, list(0, 1000, 1024, at(&D::table_down)), "table: the same, down"},
  };
  return in_section(section, std::move(keys));
}

/// The keys of how an array is read.
Keys read_keys(const std::string& section, Read Config::*read) {
  return in_section(
      section,
      {
          {"kind", optional, choice({"ideal", "noise", "stochastic", "ramp"}, field(read, &Read::kind)),
           "how an array is read"},
          {"input_bits", optional, integer(2, 16, field(read, &Read::input_bits)),
           "noise, ramp: of an input; ramp: 2 .. 9"},
          {"output_bits", optional, integer(2, 16, field(read, &Read::output_bits)),
           "noise, ramp: of an output; ramp: 2 .. 12"},
          {"output_noise", optional, real(0, 100, field(read, &Read::output_noise)), "noise: added to an output"},
          {"output_bound", optional, real_above(0, infinite, field(read, &Read::output_bound)),
           "noise: where an output clips"},
          {"bound_management", optional, flag(field(read, &Read::bound_management)),
           "noise: read again with half the input where an output clips"},
          {"samples", optional, integer(1, read_samples_max, field(read, &Read::samples)),
           "stochastic: conversions of a partial sum"},
          {"streams", optional, integer(1, read_digits_max, field(read, &Read::streams)),
           "stochastic: digits of an input; a one-hot read has one"},
          {"stream_bits", optional, integer(1, read_digits_max, field(read, &Read::stream_bits)),
           "stochastic: of a digit; at most 15 in all digits"},
          {"array_rows", optional, integer(1, read_array_rows_max, field(read, &Read::array_rows)),
           "stochastic: most driven lines of a sub-array: rows, and columns backward; at most 64 sub-arrays"},
          {"mtj_gain", optional, real_above(0, 1000, field(read, &Read::mtj_gain)),
           "stochastic: steepness of a converter's logistic curve"},
          {"column_gain", optional, real_above(0, 1000, field(read, &Read::column_gain)),
           "stochastic, ramp: gain before a converter, times the root of the lines of a sub-array"},
      });
}

Keys make_table() {
  using C = Config;
  Keys keys = {
      {"schema_version", required, schema_version<C>(), "version of the keys below"},
      {"name", required, text("[a-z][a-z0-9_]{0,31}", field(&C::name)), "of the run, and of its folder"},
      {"description", optional, text(any_text, field(&C::description)), "one line for people"},
      {"tile", optional, text(any_text, field(&C::tile)),
       "variant file for what else tiles are like; its folder counts from that of this file"},

      {"data.set", optional, choice({"mnist", "cifar10", "digits"}, field(&C::data, &TrainingData::set)),
       "pictures; digits are drawn and always there"},
      {"data.folder", optional, text(any_text, field(&C::data, &TrainingData::folder)),
       "where the files are; looked for where it is empty"},
      {"data.train", optional, integer(0, 1000000, field(&C::data, &TrainingData::train)),
       "pictures to train on, 0: all"},
      {"data.test", optional, integer(0, 1000000, field(&C::data, &TrainingData::test)), "pictures to test on, 0: all"},

      {"network.kind", optional, choice({"perceptron", "lenet"}, field(&C::network, &Network::kind)),
       "dense layers, or convolutions of 16 and 32 channels before them"},
      {"network.hidden", optional, list(1, 4096, 8, field(&C::network, &Network::hidden)),
       "outputs of the dense layers before the last"},
      {"network.activation", optional, choice({"sigmoid", "tanh", "relu"}, field(&C::network, &Network::activation)),
       "between the layers"},
      {"network.pooling", optional, choice({"max", "average"}, field(&C::network, &Network::pooling)),
       "lenet: of 2 x 2 pixels"},

      {"training.epochs", optional, integer(1, 100000, field(&C::training, &TrainingSteps::epochs)),
       "times that all pictures are seen"},
      {"training.batch", optional, integer(1, 100000, field(&C::training, &TrainingSteps::batch)),
       "pictures of a step"},
      {"training.seed", optional, integer(0, 2147483647, field(&C::training, &TrainingSteps::seed)),
       "of everything random"},
      {"training.threads", optional, integer(1, 64, field(&C::training, &TrainingSteps::threads)),
       "the result does not depend on them"},
      {"training.log_steps", optional, integer(1, 1000000000, field(&C::training, &TrainingSteps::log_steps)),
       "steps between two lines of the log"},
      {"training.checkpoint_steps", optional,
       integer(0, 1000000000, field(&C::training, &TrainingSteps::checkpoint_steps)),
       "steps between checkpoints beside those after each epoch; 0: no others"},
      {"training.initial_weights", optional, text(any_text, field(&C::training, &TrainingSteps::initial_weights)),
       "folder of .npy files to begin with; drawn where it is empty"},
      {"training.expected_accuracy", optional, real(0, 1, field(&C::training, &TrainingSteps::expected_accuracy)),
       "share of the test pictures that the run must reach, or it counts as failed"},

      {"learning_rate.start", optional, real_above(0, 1000, field(&C::learning_rate, &LearningRate::start)),
       "of the first step"},
      {"learning_rate.schedule", optional,
       choice({"constant", "step", "cosine", "linear"}, field(&C::learning_rate, &LearningRate::schedule)),
       "how it changes"},
      {"learning_rate.step_epochs", optional, integer(1, 100000, field(&C::learning_rate, &LearningRate::step_epochs)),
       "step: every so many epochs"},
      {"learning_rate.step_factor", optional, real_above(0, 1, field(&C::learning_rate, &LearningRate::step_factor)),
       "step: is multiplied by this"},
      {"learning_rate.end", optional, real(0, 1000, field(&C::learning_rate, &LearningRate::end)),
       "cosine, linear: after the last step"},

      {"algorithm.kind", optional,
       choice({"float", "sgd", "ttv1", "ttv2", "c_ttv2", "agad", "mixed_precision"},
              field(&C::algorithm, &TrainingAlgorithm::kind)),
       "float: no devices; sgd: pulses on W; ttv1 .. agad: gradients gather in A; mixed_precision: in a digital "
       "matrix"},
      {"algorithm.fast_lr", optional, real_above(0, 1000, field(&C::algorithm, &TrainingAlgorithm::fast_lr)),
       "learning rate of A"},
      {"algorithm.auto_scale", optional, flag(field(&C::algorithm, &TrainingAlgorithm::auto_scale)),
       "fast_lr relative to running means of the largest input and error"},
      {"algorithm.auto_momentum", optional, real(0, 1, field(&C::algorithm, &TrainingAlgorithm::auto_momentum)),
       "of those means"},
      {"algorithm.transfer_lr", optional, real_above(0, 1000, field(&C::algorithm, &TrainingAlgorithm::transfer_lr)),
       "learning rate of W, relative to that of the step"},
      {"algorithm.transfer_every", optional,
       integer(1, 1000000, field(&C::algorithm, &TrainingAlgorithm::transfer_every)),
       "vectors from one transfer to the next"},
      {"algorithm.transfer_pulses", optional,
       integer(1, pulse_slots_max, field(&C::algorithm, &TrainingAlgorithm::transfer_pulses)),
       "most pulses of a transfer at a cell of W"},
      {"algorithm.arithmetic", optional,
       choice({"fixed", "bf16", "fp16", "fp32"}, field(&C::algorithm, &TrainingAlgorithm::arithmetic)),
       "of the hidden number and its companions"},
      {"algorithm.word_bits", optional, integer(8, 32, field(&C::algorithm, &TrainingAlgorithm::word_bits)),
       "fixed: bits of a word"},
      {"algorithm.buffer_granularity", optional,
       real_above(0, 1e6, field(&C::algorithm, &TrainingAlgorithm::buffer_granularity)),
       "threshold of the hidden number, in steps of A"},
      {"algorithm.auto_granularity", optional, real(0, 1e9, field(&C::algorithm, &TrainingAlgorithm::auto_granularity)),
       "above 0: that threshold times this over (rows x transfer_every)"},
      {"algorithm.forget", optional, flag(field(&C::algorithm, &TrainingAlgorithm::forget)),
       "after pulses momentum x w is left of the hidden number, else w less the pulses' share"},
      {"algorithm.momentum", optional, real(0, 1, field(&C::algorithm, &TrainingAlgorithm::momentum)),
       "what stays of the hidden number after pulses"},
      {"algorithm.chopper", optional,
       choice({"random", "regular", "both", "none"}, field(&C::algorithm, &TrainingAlgorithm::chopper)),
       "c_ttv2, agad: when a row's chopper flips"},
      {"algorithm.chop_probability", optional,
       real_above(0, 1, field(&C::algorithm, &TrainingAlgorithm::chop_probability)),
       "of a flip at each transfer of a row; regular: every max(ceil(1 / this), 2) sweeps"},
      {"algorithm.tail", optional, real_above(0, 1e6, field(&C::algorithm, &TrainingAlgorithm::tail)),
       "agad: the running mean moves by min(tail / max(ceil(1 / chop_probability), 2), 1) of the way"},

  };
  const Keys pulses = {
      {"update.kind", optional,
       choice({"stochastic", "mean_count", "implicit", "opu"}, field(&C::update, &PulsedUpdate::kind)),
       "how an update becomes pulses; opu: an outer product of time and voltage codes in one step, dw_min its unit"},
      {"update.slots", optional, integer(1, pulse_slots_max, field(&C::update, &PulsedUpdate::slots)),
       "most pulse slots of an update"},
      {"update.slot_management", optional, flag(field(&C::update, &PulsedUpdate::slot_management)),
       "fewer slots for small updates"},
      {"update.update_management", optional, flag(field(&C::update, &PulsedUpdate::update_management)),
       "rows and columns are equally likely to clip"},
      {"update.probability_bits", optional, integer(4, 16, field(&C::update, &PulsedUpdate::probability_bits)),
       "of a line's probability to fire"},
      {"update.random_words", optional,
       choice({"shared", "rotated", "per_line"}, field(&C::update, &PulsedUpdate::random_words)),
       "who shares a word of the pulse generators"},
      {"update.row_bits", optional, integer(1, 8, field(&C::update, &PulsedUpdate::row_bits)),
       "opu: bits of the magnitude of a row's time code"},
      {"update.voltage_bits", optional, integer(2, 8, field(&C::update, &PulsedUpdate::voltage_bits)),
       "opu: bits of a column's voltage code, sign included"},
  };
  const Keys carry = {
      {"carry.digits", optional, integer(1, periodic_carry_digits_max, field(&C::carry, &PeriodicCarry::digits)),
       "arrays that hold a weight of W, each a digit of it; 1: no carry"},
      {"carry.base", optional, real(1, 1000, field(&C::carry, &PeriodicCarry::base)),
       "of the digits: a step of a digit is so many of the next lower one"},
      {"carry.threshold", optional, real_above(0, 100, field(&C::carry, &PeriodicCarry::threshold)),
       "from here on a digit is carried, this much at a time, in weights of a device"},
      {"carry.every", optional, integer(1, 1000000, field(&C::carry, &PeriodicCarry::every)),
       "updates from one carry to the next"},
      {"carry.tolerance", optional, real_above(0, 1, field(&C::carry, &PeriodicCarry::tolerance)),
       "a device that is nearer to what a carry wants is left alone, in weights of a device"},
      {"carry.writes", optional, integer(1, 1000, field(&C::carry, &PeriodicCarry::writes)),
       "most writes of a row of digits in a carry, each followed by a read"},
      {"carry.write_gain", optional, real_above(0, 1, field(&C::carry, &PeriodicCarry::write_gain)),
       "share of what is missing that such a write asks for"},
  };
  for (const Keys& part :
       {read_keys("read", &C::read), read_keys("transfer_read", &C::transfer_read), pulses, carry,
        device_keys("fast_device", &C::fast_device), device_keys("weight_device", &C::weight_device)})
    keys.insert(keys.end(), part.begin(), part.end());
  return keys;
}

}  // namespace

const std::vector<Key<TrainingConfig>>& training_keys() {
  static const std::vector<Key<TrainingConfig>> keys = make_table();
  return keys;
}

}  // namespace spintile::spec
