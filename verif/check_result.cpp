#include "verif/check_result.h"

#include <nlohmann/json.hpp>

namespace spintile::verif {

std::string to_json(std::span<const CheckResult> results) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const CheckResult& result : results) {
    nlohmann::ordered_json figures = nlohmann::ordered_json::object();
    for (const auto& [name, value] : result.figures) figures[name] = value;
    list.push_back({{"name", result.name},
                    {"passed", result.passed},
                    {"seconds", result.seconds},
                    {"detail", result.detail},
                    {"figures", figures}});
  }
  // A tool's log may hold any bytes; those that are no UTF-8 are replaced.
  return list.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace spintile::verif
