package dev.sparkbench.controller.spec;

import dev.sparkbench.api.resource.DatasetSpec.Format;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tells a dataset's format from its path. */
final class DatasetFormats {

  private static final Map<String, Format> BY_EXTENSION =
      Map.of(
          "csv", Format.CSV,
          "json", Format.JSON,
          "jsonl", Format.JSON,
          "ndjson", Format.JSON,
          "parquet", Format.PARQUET,
          "orc", Format.ORC);

  /** What Spark cannot decompress, and would read as if it were text. */
  private static final List<String> PACKED =
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

  private DatasetFormats() {}

  /** The format that the extension stands for, that of a compressed file being the one before. */
  static Optional<Format> ofPath(String path) {
    String name =
        path.toLowerCase(Locale.ROOT)
            .replaceFirst("/+$", "")
            .replaceFirst("\\.(gz|bz2|zst|snappy|lz4|deflate)$", "");
    return Optional.ofNullable(BY_EXTENSION.get(name.substring(name.lastIndexOf('.') + 1)));
  }

  /** The ending of a path that says that nothing of it can be decompressed. */
  static Optional<String> packed(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return PACKED.stream().filter(name::endsWith).findFirst();
  }
}
