#include "host/npy.h"

#include <gtest/gtest.h>

#include <cstring>
#include <stdexcept>
#include <string>

#include "verif/scratch_folder.h"
#include "verif/tests/refusal.h"

namespace spintile::host {
namespace {

class Npy : public testing::Test {
 protected:
  std::filesystem::path write(const std::string& bytes) const {
    const std::filesystem::path file = scratch_.path() / "array.npy";
    verif::write_file(file, bytes);
    return file;
  }
  void expect_refused(const std::string& bytes, const std::string& text) const {
    const auto file = write(bytes);
    const std::string message = refusal<std::runtime_error>([&] { read_npy(file); });
    EXPECT_NE(message.find(file.string()), std::string::npos) << message;
    EXPECT_NE(message.find(text), std::string::npos) << message;
  }
  std::filesystem::path folder() const { return scratch_.path(); }

 private:
  verif::ScratchFolder scratch_;
};

/// As NumPy writes it.
std::string file_of(const std::string& header, const std::string& values, char version = 1) {
  std::string text = std::string("\x93NUMPY") + version + '\0';
  text += static_cast<char>(header.size());
  text.append(version == 1 ? 1 : 3, '\0');
  return text + header + values;
}

template <class Value>
std::string bytes_of(std::initializer_list<Value> values) {
  std::string bytes;
  for (const Value value : values) bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  return bytes;
}

TEST_F(Npy, ReadsBothTypesAndAllVersions) {
  for (const char version : {'\1', '\2', '\3'}) {
    const NpyArray array = read_npy(write(file_of("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }\n",
                                                  bytes_of({1.0, 2.0, 3.0, 4.0, 5.0, 0.1}), version)));
    EXPECT_EQ(array.shape, (std::vector<int>{2, 3}));
    EXPECT_EQ(array.values, (std::vector<double>{1.0, 2.0, 3.0, 4.0, 5.0, 0.1}));
  }
  const auto single = write(file_of("{'shape':(2,),'fortran_order':False,'descr':'<f4'}", bytes_of({0.5F, -7.25F})));
  EXPECT_EQ(read_npy_vector(single, 2), (std::vector<float>{0.5F, -7.25F}));
  EXPECT_EQ(
      read_npy(write(file_of("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", bytes_of({3.0F})))).values,
      std::vector<double>{3.0});
}

TEST_F(Npy, WritesWhatItReads) {
  Matrix<float> matrix(3, 5);
  for (std::size_t i = 0; i < 15; ++i) matrix.values()[i] = 0.1F * static_cast<float>(i) - 0.7F;
  const std::string text = npy_text(matrix);
  EXPECT_EQ((text.size() - 15 * sizeof(float)) % 64, 0U);
  EXPECT_EQ(read_npy_matrix(write(text), 3, 5), matrix);
  EXPECT_EQ(read_npy_vector(write(npy_text(std::vector<float>{1.5F})), 1), std::vector<float>{1.5F});
}

/// Bytes made by numpy.save(numpy.arange(3, dtype='<f4')).
TEST_F(Npy, ReadsAFileOfNumPy) {
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }";
  header.append(117 - header.size(), ' ');
  header += '\n';
  const std::string file = file_of(header, bytes_of({0.0F, 1.0F, 2.0F}));
  EXPECT_EQ(read_npy_vector(write(file), 3), (std::vector<float>{0.0F, 1.0F, 2.0F}));
  EXPECT_EQ(npy_text(std::vector<float>{0.0F, 1.0F, 2.0F}).substr(10, 57), header.substr(0, 57));
}

TEST_F(Npy, NamesWhatIsWrong) {
  const std::string good = file_of("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", bytes_of({1.0F, 2.0F}));
  expect_refused("", "does not begin");
  expect_refused("PK\3\4", "does not begin");
  expect_refused(good.substr(0, 7), "first 8 bytes");
  expect_refused(good.substr(0, 9), "length of its header");
  expect_refused(good.substr(0, 30), "within its header");
  expect_refused(good.substr(0, good.size() - 1), "7 bytes of values; 8 were expected for the shape (2)");
  expect_refused(good + "x", "9 bytes of values; 8 were expected");
  expect_refused(file_of("{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }", ""), "type >f4; <f4 or <f8");
  expect_refused(file_of("{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }", ""), "type <i8; <f4 or <f8");
  expect_refused(file_of("{'descr': '<f4', 'fortran_order': True, 'shape': (2,), }", ""), "rows first was expected");
  expect_refused(file_of("{'descr': '<f4', 'fortran_order': False}", ""), "no shape in its header");
  expect_refused(file_of("{'descr': '<f4', 'fortran_order': False, 'shape': (99999, 99999), }", ""), "more than 2^31");
  expect_refused(file_of("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }", ""), "too large");
  expect_refused(file_of("{}", "", 4), "version 4");
  EXPECT_NE(refusal<std::runtime_error>([&] { read_npy(folder() / "none.npy"); }).find("none.npy"), std::string::npos);
  EXPECT_NE(refusal<std::runtime_error>([&] { read_npy(folder()); }).find("folder"), std::string::npos);
  EXPECT_NE(
      refusal<std::runtime_error>([&] { read_npy_matrix(write(good), 2, 1); }).find("shape (2); (2, 1) was expected"),
      std::string::npos);
}

}  // namespace
}  // namespace spintile::host
