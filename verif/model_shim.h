// The C interface between a Verilated model's shared library and us: text that is compiled into the library.
#pragma once

#include <string>
#include <string_view>

namespace spintile::verif {

/// C++ source of the shim for the model whose class is `Vmodel`, from the text of its header Vmodel.h. It exports the
/// functions that verilated_model.cpp looks up, and is compiled with VM_TRACE_FST and VM_COVERAGE set to 0 or 1.
std::string model_shim(std::string_view model_header);

}  // namespace spintile::verif
