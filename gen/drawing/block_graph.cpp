#include "gen/drawing/block_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace spintile::gen::drawing {
namespace {

using hdl::DeclarationKind;

bool is_clock_or_reset(const std::string& port) {
  return port == "clk_i" || port == "rst_i" || port == "rst_ni" || port == "aclk" || port == "aresetn";
}

/// Names of the signals that an expression reads, or that a target writes.
void signals_of(const hdl::Expr& expression, std::set<std::string>& names) {
  const hdl::ExprNode& node = expression.node();
  if (node.declaration != nullptr && node.declaration->kind != DeclarationKind::constant) {
    names.insert(node.declaration->name);
  }
  for (const hdl::Expr& operand : node.operands) signals_of(operand, names);
}

std::set<std::string> signals_of(const hdl::Expr& expression) {
  std::set<std::string> names;
  signals_of(expression, names);
  return names;
}

/// One signal of one place in the tree: "core/training_unit/" + "transfer".
using Place = std::string;

class Walk {
 public:
  Walk(const hdl::Design& design, const std::function<bool(const std::string&)>& is_block)
      : prefix_(design.modules().back()->name()), is_block_(is_block) {
    prefix_.resize(prefix_.find_last_of('_') == std::string::npos ? 0 : common_prefix(design));
  }

  BlockGraph run(const hdl::Module& top) {
    module(top, "");
    for (const auto& port : top.ports()) {
      if (is_clock_or_reset(port->name)) continue;
      graph_.blocks.push_back({port->name, 1, true});
      const std::size_t pin = graph_.blocks.size() - 1;
      if (port->kind == DeclarationKind::input) {
        sources_.push_back({pin, port->name, port->width.value()});
      } else {
        sinks_[port->name].insert(pin);
      }
    }
    connect();
    return std::move(graph_);
  }

 private:
  struct Source {
    std::size_t block;
    Place place;
    int bits;
  };

  static std::size_t common_prefix(const hdl::Design& design) {
    std::string prefix = design.modules().front()->name();
    for (const auto& module : design.modules()) {
      const auto differs = std::ranges::mismatch(prefix, module->name()).in1;
      prefix.erase(differs, prefix.end());
    }
    return prefix.find_last_of('_') + 1;
  }

  std::size_t block_of(const std::string& name, int count) {
    const auto found = std::ranges::find(graph_.blocks, name, &Block::name);
    if (found != graph_.blocks.end()) {
      found->count += count;
      return static_cast<std::size_t>(found - graph_.blocks.begin());
    }
    graph_.blocks.push_back({name, count, false});
    return graph_.blocks.size() - 1;
  }

  void lead(const std::set<std::string>& from, const std::set<std::string>& to, const Place& path) {
    for (const std::string& one : from) {
      for (const std::string& other : to) leads_[path + one].insert(path + other);
    }
  }

  void statements(const hdl::Block& block, const std::set<std::string>& conditions, const Place& path) {
    for (const auto& statement : block) {
      std::set<std::string> read = conditions;
      if (statement->kind == hdl::StatementNode::Kind::assignment) {
        signals_of(statement->expressions[1], read);
        lead(read, signals_of(statement->expressions[0]), path);
        continue;
      }
      for (const hdl::Expr& expression : statement->expressions) signals_of(expression, read);
      statements(statement->then, read, path);
      statements(statement->otherwise, read, path);
      for (const auto& choice : statement->choices) statements(choice.block, read, path);
    }
  }

  void instance(const hdl::Module& parent, const hdl::Instance& one, int count, const Place& path) {
    const std::string name = one.module->name().substr(prefix_.size());
    const bool drawn = is_block_(name);
    const Place inner = path + one.name + "/";
    const std::size_t block = drawn ? block_of(name, count) : 0;
    for (const hdl::Connection& connection : one.connections) {
      if (is_clock_or_reset(connection.port)) continue;
      const bool is_input = one.module->port(connection.port).kind == DeclarationKind::input;
      for (const std::string& signal : signals_of(connection.value)) {
        const Place outer = path + signal;
        if (drawn && is_input) sinks_[outer].insert(block);
        if (drawn && !is_input) sources_.push_back({block, outer, bits_of(parent, signal)});
        if (!drawn && is_input) leads_[outer].insert(inner + connection.port);
        if (!drawn && !is_input) leads_[inner + connection.port].insert(outer);
      }
    }
    if (!drawn) module(*one.module, inner);
  }

  static int bits_of(const hdl::Module& module, const std::string& signal) {
    const auto found = std::ranges::find(module.declarations(), signal, [](const auto& one) { return one->name; });
    return (*found)->width.value();
  }

  void module(const hdl::Module& one, const Place& path) {
    bool has_instances = false;
    for (const hdl::Item& item : one.items()) {
      if (const auto* assignment = std::get_if<hdl::Assignment>(&item)) {
        lead(signals_of(assignment->value), signals_of(assignment->target), path);
      } else if (const auto* clocked = std::get_if<hdl::Clocked>(&item)) {
        statements(clocked->block, {}, path);
      } else if (const auto* combinational = std::get_if<hdl::Combinational>(&item)) {
        statements(combinational->block, {}, path);
      } else if (const auto* alone = std::get_if<hdl::Instance>(&item)) {
        has_instances = true;
        instance(one, *alone, 1, path);
      } else if (const auto* repeated = std::get_if<hdl::Repeated>(&item)) {
        const int count = repeated->genvar->count.value();
        for (const auto& each : repeated->instances) instance(one, each, count, path);
        has_instances = has_instances || !repeated->instances.empty();
        for (const auto& each : repeated->assignments) lead(signals_of(each.value), signals_of(each.target), path);
      }
    }
    if (!has_instances) {
      throw std::invalid_argument(fmt::format("module {} has no place in the drawing", one.name()));
    }
  }

  /// From each output along the signals to the inputs they end in.
  void connect() {
    std::map<std::pair<std::size_t, std::size_t>, int> widest;
    for (const Source& source : sources_) {
      std::set<Place> reached = {source.place};
      std::vector<Place> ahead = {source.place};
      while (!ahead.empty()) {
        const Place place = ahead.back();
        ahead.pop_back();
        for (const std::size_t sink : sinks_[place]) {
          if (sink == source.block) continue;
          int& bits = widest[{source.block, sink}];
          bits = std::max(bits, source.bits);
        }
        for (const Place& next : leads_[place]) {
          if (reached.insert(next).second) ahead.push_back(next);
        }
      }
    }
    for (const auto& [ends, bits] : widest) graph_.connections.push_back({ends.first, ends.second, bits});
  }

  std::string prefix_;
  const std::function<bool(const std::string&)>& is_block_;
  BlockGraph graph_;
  std::vector<Source> sources_;
  std::map<Place, std::set<std::size_t>> sinks_;  // blocks that a signal goes into
  std::map<Place, std::set<Place>> leads_;        // signals that depend on a signal
};

}  // namespace

BlockGraph block_graph(const hdl::Design& design, const std::function<bool(const std::string&)>& is_block) {
  return Walk(design, is_block).run(*design.modules().back());
}

}  // namespace spintile::gen::drawing
