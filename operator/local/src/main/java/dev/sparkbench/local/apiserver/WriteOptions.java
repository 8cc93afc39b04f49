// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import java.util.ArrayList;
import java.util.List;

/** The options of a write, and the warnings for the client. */
final class WriteOptions {

  /** The options for the server's own writes. */
  static final WriteOptions DEFAULT = new WriteOptions(false, "Ignore");

  private final boolean dryRun;
  private final String fieldValidation;
  private final List<String> warnings = new ArrayList<>();

  private WriteOptions(boolean dryRun, String fieldValidation) {
    this.dryRun = dryRun;
    this.fieldValidation = fieldValidation;
  }

  static WriteOptions of(ApiRequest request) {
    String validation = request.parameter("fieldValidation").orElse("Warn");
    if (!List.of("Strict", "Warn", "Ignore").contains(validation)) {
      throw ApiException.badRequest(
          "fieldValidation is '%s'; it must be Strict, Warn or Ignore".formatted(validation));
    }
    return new WriteOptions(request.isDryRun(), validation);
  }

  /** Whether nothing is stored. */
  boolean dryRun() {
    return dryRun;
  }

  List<String> warnings() {
    return warnings;
  }

  /** Refuses unknown fields, warns about them, or ignores them. */
  void foundUnknown(ResourceType type, List<String> paths) {
    List<String> problems =
        paths.stream().map(path -> "unknown field \"%s\"".formatted(path)).toList();
    if (fieldValidation.equals("Strict") && !problems.isEmpty()) {
      throw ApiException.badRequest(
          "%s in version \"%s\" cannot be handled as a %1$s: strict decoding error: %s"
              .formatted(type.kind(), type.version(), String.join(", ", problems)));
    }
    if (fieldValidation.equals("Warn")) {
      warnings.addAll(problems);
    }
  }
}
