#include "gen/blocks/blocks.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

constexpr int word_bits = 16;  // of COMMAND: its command and its operand

}  // namespace

ModulePointer command_queue(Design& design, const spec::Variant& variant) {
  Module m = design.clocked(
      "command_queue",
      "Command queue: commands that wait behind the one that runs leave in the order in which they came. The newest "
      "lies\n"
      "lowest, and how many wait tells where the oldest lies. A flush drops them all, and one that comes with it.\n"
      "Latency: 1 cycle. Nothing is pushed where as many wait as may, nothing popped where none does.");
  const int depth = variant.commands.queue;
  const int count_bits = spec::waiting_bits(variant);
  const Expr word = m.input("word_i", word_bits, "[7:0] command, [15:8] operand");
  const Expr push = m.input("push_i", 1);
  const Expr pop = m.input("pop_i", 1);
  const Expr flush = m.input("flush_i", 1);
  const Expr head = m.output("head_o", word_bits, "the oldest, where one waits");
  const Expr count = m.output("count_o", count_bits);

  const Target words_q = m.data_reg("words_q", depth * word_bits);
  const Target count_q = m.reg("count_q", count_bits);
  const Expr pushed = depth > 1 ? concat({slice(words_q, 0, (depth - 1) * word_bits), word}) : word;
  m.clocked(when(push).then(words_q <= pushed));
  m.clocked(when(flush)
                .then(count_q <= 0)
                .else_when(push && !pop)
                .then(count_q <= count_q + 1)
                .else_when(pop && !push)
                .then(count_q <= count_q - 1));

  const auto place = [&](int waiting) { return slice(words_q, (waiting - 1) * word_bits, word_bits); };
  std::vector<Labelled> oldest;
  for (int waiting = 1; waiting < depth; ++waiting) oldest.push_back({literal(count_bits, waiting), place(waiting)});
  m.assign(head, pick(count_q, oldest, place(depth)));
  m.assign(count, count_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
