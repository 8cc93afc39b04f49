// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The file name endings of archives and compressed files that Spark would read as if they were
 * text.
 */
public final class PackedEndings {

  private static final List<String> ENDINGS =
      List.of(
          ".zip",
          ".xz",
          ".lzma",
          ".7z",
          ".rar",
          ".tar",
          ".tgz",
          ".tbz2",
          ".txz",
          ".lzo",
          ".br",
          ".z",
          ".gzip",
          ".bzip2",
          ".zstd",
          ".tar.gz",
          ".tar.bz2",
          ".tar.zst");

  private PackedEndings() {}

  /**
   * The ending of a key that shows that Spark cannot decompress the object; empty if there is none.
   */
  public static Optional<String> of(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    return ENDINGS.stream().filter(name::endsWith).findFirst();
  }
}
