#include "gen/generate.h"

#include <fmt/format.h>

#include <utility>

#include "gen/blocks/blocks.h"
#include "gen/hdl/writer.h"
#include "gen/package/manifest.h"
#include "gen/package/package_files.h"
#include "spec/derive.h"
#include "spec/parse.h"

namespace spintile::gen {
namespace {

hdl::Reset reset_style(spec::ResetStyle style) {
  switch (style) {
    case spec::ResetStyle::async_low:
      return hdl::Reset::async_low;
    case spec::ResetStyle::async_high:
      return hdl::Reset::async_high;
    case spec::ResetStyle::sync_low:
      return hdl::Reset::sync_low;
    case spec::ResetStyle::sync_high:
      return hdl::Reset::sync_high;
    case spec::ResetStyle::none:
      return hdl::Reset::none;
  }
  return hdl::Reset::async_low;
}

}  // namespace

hdl::Design design(const spec::Variant& variant) {
  hdl::Design modules(variant.name, reset_style(variant.reset));
  variant.unit == spec::Unit::tile ? blocks::tile(modules, variant) : blocks::float_unit(modules, variant);
  return modules;
}

Package generate(const spec::Variant& variant) {
  const hdl::Design tile = design(variant);
  const std::uint64_t hash = spec::variant_hash(variant);

  const std::string header = fmt::format(
      "spintile {}, variant {}, hash {:016x}.\n"
      "Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the\n"
      "generator does not reach it.",
      SPINTILE_VERSION, variant.name, hash);
  const hdl::ModulePointer top = tile.modules().back();
  package::Contents contents{variant, tile, *top, {}};
  std::vector<File> files;
  std::string file_list;
  for (const auto& module : tile.modules()) {
    const std::string path = fmt::format("rtl/{}.v", module->name());
    files.push_back({path, hdl::write(*module, header)});
    file_list += path + "\n";
    contents.sources.push_back(path);
  }
  files.insert(files.end(), {{"files.f", file_list},
                             {"variant.yaml", spec::to_yaml(variant)},
                             package::verilator_arguments(contents),
                             package::fusesoc_core(contents),
                             package::ip_xact(contents),
                             package::timing_constraints(contents),
                             package::registers_system_rdl(variant),
                             package::registers_json(variant),
                             package::registers_c_header(variant),
                             package::registers_markdown(variant),
                             package::signature(contents),
                             package::readme(contents)});
  if (spec::has_transfer(variant)) {
    for (File& file : package::transfer_program(variant)) files.push_back(std::move(file));
  }
  return with_files({top->name(), {}}, std::move(files));
}

}  // namespace spintile::gen
