package dev.sparkbench.api.contract;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tells a dataset's format from its path. */
public final class DatasetFormats {

  private static final Map<String, String> BY_EXTENSION =
      Map.of(
          "csv", "csv",
          "json", "json",
          "jsonl", "json",
          "ndjson", "json",
          "parquet", "parquet",
          "orc", "orc");

  private DatasetFormats() {}

  /** The format that the extension stands for, that of a compressed file being the one before. */
  public static Optional<String> ofPath(String path) {
    String name =
        path.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|bz2|zst|snappy|lz4|deflate)$", "");
    return Optional.ofNullable(BY_EXTENSION.get(name.substring(name.lastIndexOf('.') + 1)));
  }
}
