// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An address in an object store.
 *
 * @param bucket the bucket
 * @param key the object's key, or a prefix ending in {@code /}, or a glob
 */
public record S3Uri(String bucket, String key) {

  private static final String SCHEME = "s3://";

  /**
   * Reads {@code s3://bucket/key}.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  @JsonCreator
  public static S3Uri parse(String uri) {
    int slash = uri.indexOf('/', SCHEME.length());
    if (!uri.startsWith(SCHEME) || slash <= SCHEME.length() || slash == uri.length() - 1) {
      throw new IllegalArgumentException("'" + uri + "' is not of the form s3://bucket/key");
    }
    return new S3Uri(uri.substring(SCHEME.length(), slash), uri.substring(slash + 1));
  }

  /** The address of an object below this prefix. */
  public S3Uri resolve(String name) {
    return new S3Uri(bucket, key.endsWith("/") ? key + name : key + "/" + name);
  }

  @JsonValue
  @Override
  public String toString() {
    return SCHEME + bucket + "/" + key;
  }
}
