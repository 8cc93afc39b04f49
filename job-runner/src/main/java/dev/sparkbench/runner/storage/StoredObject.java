// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.storage;

/**
 * An object as a listing describes it.
 *
 * @param key its key in the bucket
 * @param size its size in bytes
 * @param etag its ETag, with the quotes that S3 puts around it
 * @param archived whether its storage class requires a restore before it can be read
 */
public record StoredObject(String key, long size, String etag, boolean archived) {

  /** An object that can be read at any time. */
  public StoredObject(String key, long size, String etag) {
    this(key, size, etag, false);
  }
}
