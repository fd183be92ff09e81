// A module under proof, for the formal tests.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "gen/hdl/design.h"
#include "gen/hdl/writer.h"
#include "verif/formal_check.h"
#include "verif/formal_files.h"

namespace spintile::verif {

struct FormalSubject {
  std::vector<gen::File> files;  // the module first
};

/// Module <prefix>_<block> of the design with its properties, and what it uses.
inline FormalSubject formal_subject(const gen::hdl::Design& design, const std::string& block,
                                    const gen::hdl::ParameterValues& parameters,
                                    const PropertyParameters& property_parameters) {
  const auto found =
      std::ranges::find_if(design.modules(), [&](const auto& module) { return module->name().ends_with("_" + block); });
  if (found == design.modules().end()) throw std::runtime_error("no module " + block);
  FormalSubject subject{
      {{"dut.v", gen::hdl::write(**found, "Under proof.")},
       {"properties.v", property_text(block)},
       {"wrapper.sv",
        formal_wrapper(**found, {block + "_properties", property_text(block), property_parameters}, parameters)}}};
  for (const auto& item : (*found)->items()) {
    const auto* instance = std::get_if<gen::hdl::Instance>(&item);
    if (instance != nullptr) {
      subject.files.push_back({instance->name + ".v", gen::hdl::write(*instance->module, "Used by it.")});
    }
  }
  return subject;
}

/// The module with the only occurrence of `original` replaced.
inline FormalSubject with_fault(FormalSubject subject, const std::string& original, const std::string& substitute) {
  std::string& text = subject.files.front().text;
  const auto position = text.find(original);
  EXPECT_NE(position, std::string::npos) << original;
  EXPECT_EQ(text.find(original, position + 1), std::string::npos) << original;
  text.replace(position, original.size(), substitute);
  return subject;
}

inline void expect_proved(const FormalSubject& subject, int seconds = 30) {
  const FormalResult result = prove(subject.files, formal_top, seconds);
  EXPECT_EQ(result.verdict, FormalVerdict::proved)
      << "cycle " << result.cycle << ": " << result.assertion << result.log;
}

/// `assertion` is the label of one that fails in the first cycle in which any does.
inline void expect_refuted(const FormalSubject& subject, const std::string& assertion, int seconds = 30) {
  const FormalResult result = prove(subject.files, formal_top, seconds);
  EXPECT_EQ(result.verdict, FormalVerdict::refuted) << result.log;
  EXPECT_GE(result.cycle, 0);
  EXPECT_NE(result.assertion.find(assertion), std::string::npos) << result.assertion << result.log;
}

}  // namespace spintile::verif
