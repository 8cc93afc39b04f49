// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.storage;

import java.util.Map;
import java.util.Optional;

/**
 * The version of a table that is read.
 *
 * @param format {@code delta} or {@code iceberg}
 * @param name the number of the version or snapshot
 * @param path the path that Spark loads
 * @param options the options with which Spark reads this version
 * @param files the number and size of its files, if known before it is opened
 * @param note a remark about the choice; null for none
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
