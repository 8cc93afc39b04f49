// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import dev.sparkbench.api.contract.S3Uri;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads addresses in the store: a key in the bucket, or {@code s3://bucket/key}.
 *
 * @param bucket the bucket of keys; empty if neither the manifest nor the operator's configuration
 *     names one
 */
record Locations(Optional<String> bucket) {

  private static final String SCHEME = "s3://";
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");

  /** The length of {@code s3://}, the longest bucket, a slash and the longest key. */
  private static final int MAX_PATH = 5 + 63 + 1 + 1024;

  /**
   * The address in a field; empty if it is invalid, which is then one of the problems.
   *
   * @param field the field's name for the problem
   */
  Optional<S3Uri> find(String field, String path, Violations problems) {
    if (path == null || path.isBlank()) {
      problems.add(field, "is missing; give a key in the bucket, or s3://bucket/key");
      return Optional.empty();
    }
    if (hasParent(path)) {
      problems.add(field, "'%s' must not contain '..'", path);
      return Optional.empty();
    }
    if (path.length() > MAX_PATH) {
      problems.add(field, "'%s' is longer than the 1,024 bytes that a key in S3 may have", path);
      return Optional.empty();
    }
    if (path.startsWith(SCHEME)) {
      return uri(field, path, problems);
    }
    if (path.contains("://")) {
      problems.add(field, "'%s' must be a key in the bucket, or s3://bucket/key", path);
      return Optional.empty();
    }
    if (bucket.isEmpty()) {
      problems.add(
          "spec.storage.bucket",
          "is missing, and the operator has no default; set it, or give %s as s3://bucket/key",
          field);
      return Optional.empty();
    }
    String key = path.replaceFirst("^/+", "");
    if (key.isEmpty()) {
      problems.add(field, "'%s' names no key", path);
      return Optional.empty();
    }
    return Optional.of(new S3Uri(bucket.get(), key));
  }

  /** The address in a field that is known to be valid. */
  S3Uri get(String path) {
    Violations problems = new Violations();
    return find("", path, problems)
        .orElseThrow(() -> new IllegalStateException("was not checked: " + problems.toList()));
  }

  /** Reads {@code s3://bucket/key}. */
  static Optional<S3Uri> uri(String field, String text, Violations problems) {
    try {
      S3Uri uri = S3Uri.parse(text);
      if (!BUCKET.matcher(uri.bucket()).matches()) {
        problems.add(
            field,
            "'%s' has a bucket that Hadoop's S3A cannot reach; bucket names have lower-case letters, digits, '-' and '.' only",
            text);
        return Optional.empty();
      }
      return Optional.of(uri);
    } catch (IllegalArgumentException e) {
      problems.add(new Violation(field, e.getMessage()));
      return Optional.empty();
    }
  }

  /** Whether a path leads out of its first folder. */
  static boolean hasParent(String path) {
    return List.of(path.split("/")).contains("..");
  }
}
