// Timing diagrams as SVG: signals over clock cycles, with long stretches cut out; the same text on every machine.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace spintile::verif {

/// A signal of one bit, or of several, whose values then stand as words in the lane.
struct DiagramSignal {
  std::string name;
  bool is_bus = false;
  std::vector<std::uint64_t> values;    // one a cycle
  std::vector<std::string> words = {};  // of a bus: what stands for value i; "" for nothing
};

/// A stretch of cycles with a name, drawn as a bar above the signals.
struct DiagramSpan {
  std::string name;
  std::size_t first = 0;
  std::size_t end = 0;  // the cycle after the last
};

struct TimingDiagram {
  std::string title;
  std::vector<DiagramSpan> spans;      // ascending, without overlap; what lies outside is not drawn
  std::vector<DiagramSignal> signals;  // of one length
  std::size_t longest = 32;            // cycles of a span that are drawn: its beginning and its end
};

/// A whole SVG document; spans fill rows of at most `row_cycles` drawn cycles. Throws std::invalid_argument for spans
/// or signals that do not fit together.
std::string timing_diagram_svg(const TimingDiagram& diagram, std::size_t row_cycles = 110);

}  // namespace spintile::verif
