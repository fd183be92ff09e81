// What an action that must be refused says.
#pragma once

#include <gtest/gtest.h>

#include <string>

namespace spintile {

/// The message of the Error that `action` throws; a failure where it throws none.
template <class Error, class Action>
std::string refusal(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  ADD_FAILURE() << "was not refused";
  return {};
}

}  // namespace spintile
