#include "host/idx.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace spintile::host {
namespace {

namespace fs = std::filesystem;

using Bytes = std::vector<std::uint8_t>;

class Idx : public testing::Test {
 protected:
  Idx() : folder_(fs::temp_directory_path() / ("spintile_idx_test_" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~Idx() override { fs::remove_all(folder_); }

  fs::path plain(const Bytes& bytes) const {
    const fs::path file = folder_ / "plain";
    std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(bytes.data()), std::ssize(bytes));
    return file;
  }

  fs::path compressed(const Bytes& bytes) const {
    const fs::path file = folder_ / "compressed.gz";
    gzFile stream = gzopen(file.c_str(), "wb");
    gzwrite(stream, bytes.data(), static_cast<unsigned>(bytes.size()));
    gzclose(stream);
    return file;
  }

  /// The message for a file that must be refused; it names the file.
  static std::string refusal(const fs::path& file) {
    try {
      read_idx(file);
    } catch (const std::runtime_error& error) {
      EXPECT_NE(std::string(error.what()).find(file.string()), std::string::npos) << error.what();
      return error.what();
    }
    ADD_FAILURE() << file << " was read";
    return {};
  }

  fs::path folder_;
};

const Bytes two_by_three = {0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 10, 11, 12, 20, 21, 255};

#define EXPECT_SAYS(message, text) EXPECT_NE((message).find(text), std::string::npos) << (message)

TEST_F(Idx, ReadsPlainAndCompressedFiles) {
  for (const fs::path& file : {plain(two_by_three), compressed(two_by_three)}) {
    const IdxFile idx = read_idx(file);
    EXPECT_EQ(idx.sizes, (std::vector<int>{2, 3}));
    EXPECT_EQ(idx.values, (Bytes{10, 11, 12, 20, 21, 255}));
  }
}

TEST_F(Idx, RefusesWhatIsNoFile) {
  EXPECT_SAYS(refusal(folder_ / "absent"), "No such file");
  EXPECT_SAYS(refusal(folder_), "is a folder");
}

TEST_F(Idx, RefusesEveryTruncation) {
  for (std::size_t length = 0; length < two_by_three.size(); ++length) {
    Bytes shorter = two_by_three;
    shorter.resize(length);
    const std::string message = refusal(plain(shorter));
    EXPECT_SAYS(message, length < 4    ? "ends within the magic number"
                         : length < 8  ? "ends within the size of dimension 0"
                         : length < 12 ? "ends within the size of dimension 1"
                                       : "its header says 6");
  }
}

TEST_F(Idx, RefusesHeadersThatAreWrong) {
  const auto changed = [](std::size_t at, std::uint8_t value) {
    Bytes bytes = two_by_three;
    bytes[at] = value;
    return bytes;
  };
  EXPECT_SAYS(refusal(plain(changed(0, 1))), "two zero bytes");
  EXPECT_SAYS(refusal(plain(changed(1, 9))), "two zero bytes");
  EXPECT_SAYS(refusal(plain(changed(2, 0x0D))), "0x0d; 0x08, unsigned bytes");
  EXPECT_SAYS(refusal(plain(changed(3, 0))), "0 dimensions");
  EXPECT_SAYS(refusal(plain(changed(3, 200))), "200 dimensions");
  EXPECT_SAYS(refusal(plain(changed(7, 0))), "dimension 0 has size 0");
  EXPECT_SAYS(refusal(plain(changed(4, 255))), "more than");
  EXPECT_SAYS(refusal(plain(changed(5, 64))), "holds 6 elements");  // 4 Mi x 3: asked for, never there
  EXPECT_SAYS(refusal(plain(changed(11, 2))), "goes on after the 4 elements");
}

TEST_F(Idx, RefusesDamagedCompression) {
  const fs::path file = compressed(two_by_three);
  const auto size = fs::file_size(file);

  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekp(static_cast<std::streamoff>(size) - 8);  // the check sum
  stream.put('\x55');
  stream.close();
  EXPECT_SAYS(refusal(file), "damaged gzip stream");

  fs::resize_file(file, size - 6);
  EXPECT_SAYS(refusal(file), "gzip stream");
}

}  // namespace
}  // namespace spintile::host
