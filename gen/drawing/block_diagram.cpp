#include "gen/drawing/block_diagram.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <vector>

#include "gen/drawing/block_layout.h"
#include "gen/drawing/block_places.h"
#include "gen/drawing/stroke.h"

namespace spintile::gen::drawing {
namespace {

const Stroke steering{"#7d8b99", 1.1, true};
const Stroke read_back{"#a9b5c0", 1.3, false};

/// "row_probability_buffer" -> {"row probability", "buffer"}
std::vector<std::string> label_lines(std::string name) {
  std::ranges::replace(name, '_', ' ');
  const auto spell = [&](const std::string& word, const std::string& right) {
    if (const auto at = name.find(word); at != std::string::npos) name.replace(at, word.size(), right);
  };
  spell("axi lite", "AXI4-Lite");
  spell("sot", "SOT");
  spell("frontend", "front end");
  constexpr std::size_t longest = 15;
  const std::size_t half = name.size() > longest ? name.rfind(' ', longest) : std::string::npos;
  if (half == std::string::npos) return {name};
  return {name.substr(0, half), name.substr(half + 1)};
}

/// Pins of one first word become "word_*"; of a bus its name alone.
std::string pins_text(const std::vector<std::string>& pins) {
  std::map<std::string, int> of_word;
  const auto word = [](const std::string& pin) {
    return pin.substr(0, pin.find('_', pin.starts_with("s_") || pin.starts_with("m_") ? 2 : 0));
  };
  for (const std::string& pin : pins) ++of_word[word(pin)];
  std::string text;
  for (const std::string& pin : pins) {
    const int count = of_word[word(pin)];
    if (count == 0) continue;
    const bool is_bus = pin.starts_with("s_axi") || pin.starts_with("m_axi");
    text += (text.empty() ? "" : ", ") + (is_bus ? word(pin) : count > 1 ? word(pin) + "_*" : pin);
    of_word[word(pin)] = 0;
  }
  return text;
}

const char* hue(const Cell& cell) {
  if (cell.column == 0) return "#4a5d70";
  if (cell.band == 1) return cell.column <= 2 ? "#7d55a8" : "#a8476f";
  return cell.column == 1 ? "#2a66b0" : cell.column == 2 ? "#17808a" : cell.column == 3 ? "#b9692a" : "#3c8a4c";
}

class Drawing {
 public:
  Drawing(const spec::Variant& variant, const ShownGraph& graph)
      : variant_(variant), graph_(graph), layout_(lay_out()) {}

  std::string svg() const {
    const double width = layout_.right() + right_margin;
    const double height = layout_.bottom() + 46;
    std::string body = frame();
    for (std::size_t i = 0; i < layout_.lines().size(); ++i) {
      body += line(layout_.points(i), strokes_[layout_.lines()[i].net]);
    }
    body += pins() + boxes() + legend();
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:.0f} {1:.0f}\" role=\"img\">\n"
        "  <title>Blocks of {2}</title>\n"
        "  <style>\n"
        "    text {{ font: 12px sans-serif; text-anchor: middle; fill: #1b2733 }}\n"
        "    .pin {{ font-size: 11px; fill: #52606d }}\n"
        "    .title {{ font-weight: bold; font-size: 14px; text-anchor: start }}\n"
        "    .group {{ font-size: 11px; font-weight: bold; text-anchor: start; letter-spacing: .4px }}\n"
        "    .count {{ font-size: 10px; text-anchor: end; fill: #52606d }}\n"
        "    .legend {{ font-size: 11px; text-anchor: start; fill: #52606d }}\n"
        "    path {{ fill: none; stroke-linejoin: round }}\n"
        "  </style>\n"
        "  <rect width=\"{0:.0f}\" height=\"{1:.0f}\" fill=\"#ffffff\"/>\n"
        "{3}</svg>\n",
        width, height, variant_.name, body);
  }

 private:
  static constexpr double right_margin = 122;

  std::vector<Box> boxes_in_the_grid() const {
    std::map<std::ptrdiff_t, std::size_t> order;  // place in the table -> block
    for (std::size_t i = 0; i < graph_.blocks.size(); ++i) {
      order[find_place(graph_.blocks[i].name) - block_places().data()] = i;
    }
    std::vector<Box> boxes(graph_.blocks.size());
    std::map<std::pair<int, int>, int> ranks;
    for (const auto& [place, block] : order) {
      const BlockPlace& there = block_places()[static_cast<std::size_t>(place)];
      boxes[block] = {.name = graph_.blocks[block].name,
                      .count = graph_.blocks[block].count,
                      .cell = {there.column, there.band, ranks[{there.column, there.band}]++}};
    }
    return boxes;
  }

  /// One net a block and kind of flow; what is read back is one net for all.
  BlockLayout lay_out() {
    const std::vector<Box> boxes = boxes_in_the_grid();
    std::map<std::pair<std::size_t, int>, std::size_t> nets;
    const auto net = [&](std::size_t block, int kind, const Stroke& style) {
      const auto [found, is_new] = nets.emplace(std::pair{block, kind}, strokes_.size());
      if (is_new) strokes_.push_back(style);
      strokes_[found->second].width = std::max(strokes_[found->second].width, style.width);
      return found->second;
    };
    std::vector<Line> lines;
    for (const Flow& flow : graph_.flows) {
      const bool is_state = flow.kind == FlowKind::state;
      const Stroke of_data{hue(boxes[flow.from].cell), 1.1 + 0.16 * std::log2(flow.bits), false};
      const Stroke& style = is_state ? read_back : flow.kind == FlowKind::control ? steering : of_data;
      lines.push_back({.net = net(is_state ? flow.to : flow.from, static_cast<int>(flow.kind), style),
                       .from = flow.from,
                       .to = flow.to});
    }
    std::vector<std::string> top_labels;
    for (const PinGroup& group : graph_.pins) {
      if (group.side != PinSide::top) continue;
      constexpr int out = 10;  // above the kinds of flows
      const std::size_t own = net(group.block, group.is_input ? out + 1 : out, pin_style(boxes[group.block]));
      lines.push_back({.net = own,
                       .from = group.block,
                       .to = group.block,
                       .to_top = !group.is_input,
                       .from_top = group.is_input,
                       .top = top_labels.size()});
      top_labels.push_back(pins_text(group.pins));
    }
    return {boxes, lines, top_labels, top_labels.empty() ? 16.0 : 112.0};
  }

  static Stroke pin_style(const Box& box) { return {hue(box.cell), 1.7, false}; }

  std::string frame() const {
    std::string text = fmt::format(
        "  <rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"10\" fill=\"#f6f8fa\" "
        "stroke=\"#52606d\"/>\n"
        "  <text class=\"title\" x=\"{:.1f}\" y=\"{:.1f}\" style=\"text-anchor:end\">{}: emitted Verilog</text>\n",
        BlockLayout::left, layout_.top(), layout_.right() - BlockLayout::left, layout_.bottom() - layout_.top(),
        layout_.right() - 14, layout_.top() + 22, variant_.name);
    for (int band = 0; band < BlockLayout::bands; ++band) {
      for (int column = 0; column < BlockLayout::columns; ++column) text += group(column, band);
    }
    return text;
  }

  std::string group(int column, int band) const {
    double top = 0;
    double bottom = 0;
    const Box* first = nullptr;
    for (const Box& box : layout_.boxes()) {
      if (box.cell.column != column || box.cell.band != band) continue;
      if (box.cell.rank == 0) {
        first = &box;
        top = box.y - BlockLayout::title_height;
      }
      bottom = std::max(bottom, box.y + box.height + BlockLayout::group_pad);
    }
    if (first == nullptr) return {};
    return fmt::format(
        "  <rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"7\" fill=\"{}\" "
        "fill-opacity=\".09\"/>\n"
        "  <text class=\"group\" x=\"{:.1f}\" y=\"{:.1f}\" style=\"fill:{}\">{}</text>\n",
        first->x - BlockLayout::group_pad, top, Box::width + 2 * BlockLayout::group_pad, bottom - top, hue(first->cell),
        first->x, top + 15, hue(first->cell), drawing::group_title(column, band));
  }

  std::string boxes() const {
    std::string text;
    for (const Box& box : layout_.boxes()) {
      text += fmt::format(
          "  <rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.0f}\" height=\"{:.1f}\" rx=\"5\" fill=\"#ffffff\" "
          "stroke=\"{}\" stroke-width=\"1.2\"/>\n",
          box.x, box.y, Box::width, box.height, hue(box.cell));
      const std::vector<std::string> label = label_lines(box.name);
      const double first = box.y + box.height / 2 + 4 - 7.0 * (static_cast<double>(label.size()) - 1);
      for (std::size_t i = 0; i < label.size(); ++i) {
        text += fmt::format("  <text x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", box.x + Box::width / 2,
                            first + 14.0 * static_cast<double>(i), label[i]);
      }
      if (box.count > 1) {
        text += fmt::format("  <text class=\"count\" x=\"{:.1f}\" y=\"{:.1f}\">&#215; {}</text>\n", box.right() - 5,
                            box.y + 11, box.count);
      }
    }
    return text;
  }

  std::string pins() const {
    std::string text;
    std::size_t top = 0;
    std::optional<Box> with_array;
    std::map<std::size_t, int> on_left;
    for (const PinGroup& group : graph_.pins) {
      const Box& box = layout_.boxes()[group.block];
      const std::string label = pins_text(group.pins);
      if (group.side == PinSide::top) {
        text += fmt::format("  <text class=\"pin\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", layout_.top_x(top++),
                            layout_.strip_bottom() - 8, label);
      } else if (group.side == PinSide::right) {
        const double y = box.y + box.height * (group.is_input ? 0.7 : 0.3);
        std::vector<Point> path = {{box.right(), y}, {layout_.right() + 22, y}};
        if (group.is_input) std::ranges::reverse(path);
        text += line(path, pin_style(box));
        with_array = box;
      } else {
        text += left_pin(box, label, group, on_left[group.block]++);
      }
    }
    if (with_array) text += sot_array(*with_array);
    return (top > 0 ? analog_array() : "") + text;
  }

  std::string analog_array() const {
    return fmt::format(
        "  <rect x=\"{:.1f}\" y=\"12\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"8\" fill=\"#fdf6ec\" "
        "stroke=\"#b9692a\" stroke-dasharray=\"6 4\"/>\n"
        "  <text class=\"title\" x=\"{:.1f}\" y=\"36\">analog {}, {} rows &#215; {} columns, and converters</text>\n",
        layout_.strip_left(), layout_.strip_right() - layout_.strip_left(), layout_.strip_bottom() - 12,
        layout_.strip_left() + 12, variant_.crossbar.fast_array ? "arrays W and A" : "array", variant_.crossbar.rows,
        variant_.crossbar.columns);
  }

  /// Beside the block that has its pins.
  std::string sot_array(const Box& box) const {
    const double x = layout_.right() + 22;
    const double middle = box.y + box.height / 2;
    return fmt::format(
        "  <rect x=\"{0:.1f}\" y=\"{1:.1f}\" width=\"88\" height=\"{2:.1f}\" rx=\"8\" fill=\"#fdf6ec\" "
        "stroke=\"#a8476f\" stroke-dasharray=\"6 4\"/>\n"
        "  <text x=\"{3:.1f}\" y=\"{4:.1f}\" style=\"font-weight:bold\">SOT-MRAM</text>\n"
        "  <text class=\"pin\" x=\"{3:.1f}\" y=\"{5:.1f}\">sot_*</text>\n",
        x, box.y - 14, box.height + 28, x + 44, middle - 2, middle + 14);
  }

  /// A bus is one arrow, in the direction of its data.
  std::string left_pin(const Box& box, const std::string& label, const PinGroup& pins, int index) const {
    const bool answers = pins.is_input ? label == "m_axis" : label == "s_axis";
    if (answers) return {};
    if (!pins.is_input && label == "s_axil") return {};
    const double y = box.y + box.height / 2 + 12.0 * index;
    const std::vector<Point> path = {{14, y}, {box.x, y}};
    const Stroke style = pin_style(box);
    std::string text = line(pins.is_input ? path : std::vector<Point>{path[1], path[0]}, style);
    if (label == "s_axil") text += arrow(path[1], path[0], style.colour);
    return text + fmt::format("  <text class=\"pin\" x=\"14\" y=\"{:.1f}\" style=\"text-anchor:start\">{}</text>\n",
                              y - 6, label);
  }

  std::string legend() const {
    const double y = layout_.bottom() + 26;
    std::string text;
    double x = BlockLayout::left;
    const auto entry = [&](const Stroke& style, const char* what, double width) {
      text += line({{x, y}, {x + 34, y}}, style);
      text += fmt::format("  <text class=\"legend\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", x + 42, y + 4, what);
      x += width;
    };
    entry({"#2a66b0", 2.4, false}, "data, wider with its bits", 210);
    entry(steering, "what steers", 140);
    entry(read_back, "state, read back in packets", 220);
    text += fmt::format("  <text class=\"legend\" x=\"{:.1f}\" y=\"{:.1f}\">&#215; n: instances</text>\n", x, y + 4);
    return text;
  }

  const spec::Variant& variant_;
  const ShownGraph& graph_;
  std::vector<Stroke> strokes_;  // by net
  BlockLayout layout_;
};

}  // namespace

std::string block_diagram_svg(const spec::Variant& variant, const hdl::Design& design) {
  const ShownGraph graph =
      shown(block_graph(design, [](const std::string& block) { return find_place(block) != nullptr; }));
  return Drawing(variant, graph).svg();
}

}  // namespace spintile::gen::drawing
