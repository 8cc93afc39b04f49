// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.storage;

import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Helpers for finding the version of a table, common to all formats. */
final class TableObjects {

  private TableObjects() {}

  static Map<String, String> options(Dataset dataset) {
    Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options.putAll(dataset.options());
    return options;
  }

  /** The version in the expected identity of the dataset. */
  static Optional<String> expectedVersion(String format, Dataset dataset) {
    return Optional.ofNullable(dataset.expectedIdentity())
        .map(identity -> identity.split(":"))
        .filter(parts -> parts.length == 3 && parts[0].equals(format))
        .map(parts -> parts[1]);
  }

  static long number(String option, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw invalid(option, "a whole number", e);
    }
  }

  static Instant instant(String option, String value) {
    try {
      return Instant.parse(value);
    } catch (DateTimeException e) {
      throw invalid(option, "a time such as 2026-01-31T12:00:00Z", e);
    }
  }

  private static RunFailure invalid(String option, String what, Exception e) {
    return new RunFailure(
        FailureReason.DATASET_NOT_FOUND,
        "dataset.options.%s must be %s".formatted(option, what),
        e);
  }
}
