#include "verif/study/timing_diagram.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace spintile::verif {
namespace {

constexpr double cycle_width = 8.0;
constexpr double name_width = 104.0;
constexpr double break_width = 18.0;
constexpr double span_gap = 6.0;
constexpr double lane_height = 20.0;
constexpr double wave_height = 12.0;
constexpr double title_height = 30.0;
constexpr double span_height = 34.0;  // of the bars above the signals
constexpr double row_gap = 18.0;
constexpr double letter_width = 6.6;  // at the most, of the words above the signals

/// The part of a span that is drawn: `head` cycles, and behind a break the last `tail` of them, or none.
struct Piece {
  const DiagramSpan* span = nullptr;
  std::size_t head = 0;
  std::size_t tail = 0;

  std::size_t cycles() const { return span->end - span->first; }
  bool is_cut() const { return head + tail < cycles(); }
  /// Room for the waves, and for the words above them.
  double width() const {
    const double waves = static_cast<double>(head + tail) * cycle_width + (is_cut() ? break_width : 0.0);
    const std::size_t letters = std::max(span->name.size(), length_text().size());
    return std::max(waves, 6.0 + letter_width * static_cast<double>(letters));
  }
  std::string length_text() const { return fmt::format("{} cycle{}", cycles(), cycles() == 1 ? "" : "s"); }
};

Piece piece_of(const DiagramSpan& span, std::size_t longest) {
  const std::size_t cycles = span.end - span.first;
  if (cycles <= longest) return {&span, cycles, 0};
  return {&span, longest - longest / 3, longest / 3};
}

using Row = std::vector<Piece>;

std::vector<Row> rows_of(const TimingDiagram& diagram, std::size_t row_cycles) {
  std::vector<Row> rows;
  std::size_t used = row_cycles;
  for (const DiagramSpan& span : diagram.spans) {
    const Piece piece = piece_of(span, diagram.longest);
    const std::size_t drawn = piece.head + piece.tail;
    if (rows.empty() || used + drawn > row_cycles) {
      rows.emplace_back();
      used = 0;
    }
    rows.back().push_back(piece);
    used += drawn;
  }
  return rows;
}

class Drawing {
 public:
  explicit Drawing(const TimingDiagram& diagram) : diagram_(diagram) {}

  /// One row of spans with its top at y.
  void row(const Row& row, double y) {
    for (std::size_t i = 0; i < diagram_.signals.size(); ++i) {
      text(name_width - 8.0, lane_top(y, i) + wave_height - 2.0, diagram_.signals[i].name, "text-anchor=\"end\"");
    }
    double x = name_width;
    for (const Piece& piece : row) {
      bar(piece, x, y);
      for (std::size_t i = 0; i < diagram_.signals.size(); ++i) lane(piece, diagram_.signals[i], x, lane_top(y, i));
      x += piece.width() + span_gap;
    }
  }

  std::string take() { return std::move(svg_); }

 private:
  static double lane_top(double y, std::size_t lane) {
    return y + span_height + static_cast<double>(lane) * lane_height;
  }

  void text(double x, double y, const std::string& words, const std::string& style, const char* colour = "#222") {
    svg_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" fill=\"{}\" stroke=\"none\" {}>{}</text>\n", x, y, colour,
                        style, words);
  }

  void bar(const Piece& piece, double x, double y) {
    svg_ += fmt::format(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"#f4f6f8\" stroke=\"none\"/>\n", x, y,
        piece.width(), span_height + static_cast<double>(diagram_.signals.size()) * lane_height);
    text(x + 3.0, y + 12.0, piece.span->name, "font-weight=\"bold\"");
    text(x + 3.0, y + 25.0, piece.length_text(), "", "#666");
  }

  void lane(const Piece& piece, const DiagramSignal& signal, double x, double y) {
    const std::size_t first = piece.span->first;
    stretch(signal, first, first + piece.head, x, y);
    if (!piece.is_cut()) return;
    const double cut = x + static_cast<double>(piece.head) * cycle_width;
    text(cut + break_width / 2.0, y + wave_height - 3.0, "…", "text-anchor=\"middle\"", "#888");
    stretch(signal, piece.span->end - piece.tail, piece.span->end, cut + break_width, y);
  }

  void stretch(const DiagramSignal& signal, std::size_t first, std::size_t end, double x, double y) {
    signal.is_bus ? bus(signal, first, end, x, y) : wave(signal, first, end, x, y);
  }

  void wave(const DiagramSignal& signal, std::size_t first, std::size_t end, double x, double y) {
    const auto level = [&](std::size_t cycle) { return signal.values[cycle] != 0 ? y : y + wave_height; };
    if (first == end) return;
    std::string path = fmt::format("M{:.1f} {:.1f}", x, level(first));
    for (std::size_t cycle = first; cycle < end; ++cycle) {
      if (cycle > first && level(cycle) != level(cycle - 1)) path += fmt::format("V{:.1f}", level(cycle));
      x += cycle_width;
      if (cycle + 1 == end || level(cycle + 1) != level(cycle)) path += fmt::format("H{:.1f}", x);
    }
    svg_ += fmt::format("<path d=\"{}\"/>\n", path);
  }

  /// Values that stay are one box; where nothing stands for the value there is a line in the middle.
  void bus(const DiagramSignal& signal, std::size_t first, std::size_t end, double x, double y) {
    while (first < end) {
      const std::uint64_t value = signal.values[first];
      std::size_t next = first + 1;
      while (next < end && signal.values[next] == value) ++next;
      const double width = static_cast<double>(next - first) * cycle_width;
      const std::string word = value < signal.words.size() ? signal.words[value] : fmt::format("{:x}", value);
      if (word.empty()) {
        svg_ += fmt::format("<path d=\"M{:.1f} {:.1f}h{:.1f}\" stroke=\"#aaa\"/>\n", x, y + wave_height / 2.0, width);
      } else {
        svg_ += fmt::format("<path d=\"M{:.1f} {:.1f}l2 -6h{:.1f}l2 6l-2 6h-{:.1f}z\" fill=\"#cfe3f3\"/>\n", x,
                            y + wave_height / 2.0, width - 4.0, width - 4.0);
        const double room = 5.2 * static_cast<double>(word.size());
        if (room <= width) {
          text(x + width / 2.0, y + wave_height - 2.5, word, "text-anchor=\"middle\" font-size=\"9\"");
        }
      }
      x += width;
      first = next;
    }
  }

  const TimingDiagram& diagram_;
  std::string svg_;
};

void check(const TimingDiagram& diagram) {
  if (diagram.spans.empty() || diagram.signals.empty()) {
    throw std::invalid_argument("timing diagram: it wants a span and a signal");
  }
  std::size_t previous = 0;
  for (const DiagramSpan& span : diagram.spans) {
    if (span.first < previous || span.end <= span.first) {
      throw std::invalid_argument(fmt::format("timing diagram: span {} is empty or out of order", span.name));
    }
    previous = span.end;
  }
  for (const DiagramSignal& signal : diagram.signals) {
    if (signal.values.size() < previous) {
      throw std::invalid_argument(fmt::format("timing diagram: signal {} has {} cycles, the spans {}", signal.name,
                                              signal.values.size(), previous));
    }
  }
}

}  // namespace

std::string timing_diagram_svg(const TimingDiagram& diagram, std::size_t row_cycles) {
  check(diagram);
  const std::vector<Row> rows = rows_of(diagram, row_cycles);
  const double row_height = span_height + static_cast<double>(diagram.signals.size()) * lane_height + row_gap;
  Drawing drawing(diagram);
  double width = 0.0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    double row_width = name_width;
    for (const Piece& piece : rows[i]) row_width += piece.width() + span_gap;
    width = std::max(width, row_width);
    drawing.row(rows[i], title_height + static_cast<double>(i) * row_height);
  }
  const double height = title_height + static_cast<double>(rows.size()) * row_height;
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} {1:.0f}\" "
      "font-family=\"sans-serif\" font-size=\"11\">\n"
      "<rect width=\"{0:.0f}\" height=\"{1:.0f}\" fill=\"white\"/>\n"
      "<text x=\"8\" y=\"19\" font-size=\"13\" font-weight=\"bold\">{2}</text>\n"
      "<g fill=\"none\" stroke=\"#1f4e79\" stroke-width=\"1.2\">\n{3}</g>\n</svg>\n",
      width + 8.0, height, diagram.title, drawing.take());
}

}  // namespace spintile::verif
