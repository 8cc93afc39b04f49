package dev.sparkbench.runner.storage;

/**
 * An object as a listing describes it.
 *
 * @param key its key in the bucket
 * @param size its size in bytes
 * @param etag its ETag, with the quotes that S3 puts around it
 */
public record StoredObject(String key, long size, String etag) {}
