package dev.sparkbench.runner.storage;

import java.util.Map;
import java.util.Optional;

/**
 * Which version of a table of a table format is read.
 *
 * @param format {@code delta} or {@code iceberg}
 * @param name what the format calls it: a number
 * @param path what Spark is told to load
 * @param options what Spark is told beside, so that it reads just this version
 * @param files how many files it has, and their size, where that is known before it is opened
 * @param note what should be known about the choice; null if there is nothing
 */
public record TableVersion(
    String format,
    String name,
    String path,
    Map<String, String> options,
    Optional<TableFiles> files,
    String note) {

  /** Copies the options. */
  public TableVersion {
    options = Map.copyOf(options);
  }
}
