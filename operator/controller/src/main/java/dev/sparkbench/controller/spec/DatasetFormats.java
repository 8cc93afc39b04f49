// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import dev.sparkbench.api.resource.DatasetSpec.Format;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Determines a dataset's format from its path. */
final class DatasetFormats {

  private static final Map<String, Format> BY_EXTENSION =
      Map.of(
          "csv", Format.CSV,
          "json", Format.JSON,
          "jsonl", Format.JSON,
          "ndjson", Format.JSON,
          "parquet", Format.PARQUET,
          "orc", Format.ORC);

  private DatasetFormats() {}

  /** The format of an extension; for a compressed file, that of the extension before. */
  static Optional<Format> ofPath(String path) {
    String name =
        path.toLowerCase(Locale.ROOT)
            .replaceFirst("/+$", "")
            .replaceFirst("\\.(gz|bz2|zst|snappy|lz4|deflate)$", "");
    return Optional.ofNullable(BY_EXTENSION.get(name.substring(name.lastIndexOf('.') + 1)));
  }
}
