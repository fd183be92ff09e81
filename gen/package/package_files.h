// The files of a package beside its Verilog: one function and one file each. Every path in them is relative to the
// package, so that it may be moved, and every name carries the variant's, so that two packages live in one design.
#pragma once

#include <string>
#include <vector>

#include "gen/generate.h"
#include "gen/hdl/design.h"
#include "spec/variant.h"

namespace spintile::gen::package {

/// What the files speak of.
struct Contents {
  const spec::Variant& variant;
  const hdl::Design& design;
  const hdl::Module& top;            // the bus wrapper
  std::vector<std::string> sources;  // paths of the Verilog files, a module after those it uses
};

/// FuseSoC core description, CAPI2.
File fusesoc_core(const Contents& contents);
/// IP-XACT component, IEEE 1685-2014.
File ip_xact(const Contents& contents);
/// Arguments for `verilator -F`: the sources, and what that compiler needs to compute right.
File verilator_arguments(const Contents& contents);
/// Synopsys design constraints of the bus wrapper.
File timing_constraints(const Contents& contents);
/// The interface for machines: ports, parameters, latencies, commands, state spaces, registers.
File signature(const Contents& contents);
/// The package for people.
File readme(const Contents& contents);

// The registers of spec/register_map.h in four languages.
File registers_system_rdl(const spec::Variant& variant);  // Accellera SystemRDL 2.0
File registers_json(const spec::Variant& variant);
File registers_c_header(const spec::Variant& variant);  // C99; commands, errors and state spaces too
File registers_markdown(const spec::Variant& variant);

/// The program of a transfer, docs/contract.md, beside the registers: its words in hexadecimal, a line each, and as a
/// C99 header that says where its regions lie. No files where the tile has no transfer, or no room for the program.
std::vector<File> transfer_program(const spec::Variant& variant);
/// What a host does before the first transfer, for the README.
std::string transfer_use(const spec::Variant& variant);

}  // namespace spintile::gen::package
