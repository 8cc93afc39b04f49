// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.storage;

import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.runner.cluster.S3aProperties;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.failure.StoreErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.impl.PutObjectOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ObjectStorageClass;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The object store, with the same configuration and credentials that S3A uses for Spark. Every
 * failure is thrown as a {@link RunFailure}.
 *
 * <p>The runner itself reads and writes little. Its requests time out soon, so that a wrong
 * endpoint or key is reported within seconds. Only if a store asks for fewer requests are there
 * longer pauses.
 */
public final class ObjectStore implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ObjectStore.class);

  private static final Duration ANSWER = Duration.ofSeconds(4);

  /**
   * The timeout of a call with all its attempts, so that a wrong endpoint is reported within 15
   * seconds.
   */
  private static final Duration CALL = Duration.ofSeconds(8);

  /**
   * The timeout of writing; longer, because a slow moment of the store should not lose the result
   * of a long run.
   */
  private static final Duration WRITE = Duration.ofSeconds(60);

  /** The timeout of writing a file, which may have gigabytes. */
  private static final Duration WRITE_FILE = Duration.ofMinutes(10);

  private static final Duration WRITE_ANSWER = Duration.ofSeconds(20);

  /** The timeout of reading a document, which may have many megabytes. */
  private static final Duration READ = Duration.ofSeconds(60);

  /** The timeout of reading a file of up to a gigabyte. */
  private static final Duration DOWNLOAD = Duration.ofMinutes(5);

  /** Pauses between requests to a store that asks for fewer requests; half a minute in total. */
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(4),
          Duration.ofSeconds(8),
          Duration.ofSeconds(15));

  /** The number of keys in one answer; stores return no more. */
  private static final int PAGE = 1000;

  /** A hidden name, so that it is not read as data. */
  private static final String PROBE = ".writable";

  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final Configuration configuration;
  private final StoreErrors errors;
  private final Map<String, Bucket> buckets = new HashMap<>();

  private ObjectStore(Configuration configuration, StoreErrors errors) {
    this.configuration = configuration;
    this.errors = errors;
  }

  /** Opens a store without further configuration. */
  public static ObjectStore open(Storage storage) {
    return open(storage, Map.of());
  }

  /**
   * Opens a store. It sends nothing yet.
   *
   * @param sparkConf the manifest's, which may configure S3A
   */
  public static ObjectStore open(Storage storage, Map<String, String> sparkConf) {
    return new ObjectStore(
        S3aProperties.configuration(storage, sparkConf), new StoreErrors(storage));
  }

  /** Everything whose key starts with a prefix, in the order of the keys. */
  public List<StoredObject> list(String name, String prefix) {
    return list(name, prefix, found -> found.map(ObjectStore::describe).toList());
  }

  /** The times at which the objects whose key starts with a prefix were written, by key. */
  public Map<String, Instant> times(String name, String prefix) {
    return list(
        name,
        prefix,
        found -> found.collect(Collectors.toMap(S3Object::key, S3Object::lastModified)));
  }

  private <T> T list(String name, String prefix, Function<Stream<S3Object>, T> collect) {
    return call(
        new S3Uri(name, prefix),
        bucket ->
            collect.apply(
                bucket
                    .client()
                    .listObjectsV2Paginator(
                        bucket
                            .requests()
                            .newListObjectsV2RequestBuilder(prefix, null, PAGE)
                            .overrideConfiguration(within(CALL, ANSWER))
                            .build())
                    .contents()
                    .stream()));
  }

  /** The object with exactly this key, found by listing, because HEAD does not say why it fails. */
  public Optional<StoredObject> find(S3Uri uri) {
    // Of all keys that start with this key, the key itself is the first.
    return call(
        uri,
        bucket ->
            bucket
                .client()
                .listObjectsV2(
                    bucket
                        .requests()
                        .newListObjectsV2RequestBuilder(uri.key(), null, 1)
                        .overrideConfiguration(within(CALL, ANSWER))
                        .build())
                .contents()
                .stream()
                .filter(object -> object.key().equals(uri.key()))
                .map(ObjectStore::describe)
                .findFirst());
  }

  /**
   * Fails unless the object can be read, not only listed. It reads one byte: HEAD succeeds for
   * archived objects, and does not say why it is refused.
   */
  public void requireReadable(S3Uri uri) {
    call(
        uri,
        bucket -> {
          try {
            return bucket
                .client()
                .getObjectAsBytes(
                    bucket
                        .requests()
                        .newGetObjectRequestBuilder(uri.key())
                        .range("bytes=0-0")
                        .overrideConfiguration(within(CALL, ANSWER))
                        .build());
          } catch (S3Exception e) {
            // The object is empty and has no first byte.
            if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
              return uri;
            }
            throw e;
          }
        });
  }

  /** Whether an archived object has a restored copy that can be read. */
  boolean isRestored(S3Uri uri) {
    String restore =
        call(
            uri,
            bucket ->
                bucket
                    .client()
                    .headObject(
                        bucket
                            .requests()
                            .newHeadObjectRequestBuilder(uri.key())
                            .overrideConfiguration(within(CALL, ANSWER))
                            .build())
                    .restore());
    return restore != null && restore.contains("ongoing-request=\"false\"");
  }

  /** The first four bytes of an object, as characters. */
  String beginning(S3Uri uri) {
    return call(
        uri,
        bucket ->
            bucket
                .client()
                .getObjectAsBytes(
                    bucket
                        .requests()
                        .newGetObjectRequestBuilder(uri.key())
                        .range("bytes=0-3")
                        .overrideConfiguration(within(CALL, ANSWER))
                        .build())
                .asString(StandardCharsets.ISO_8859_1));
  }

  /** The text of an object. */
  public String read(S3Uri uri) {
    return call(
        uri,
        bucket ->
            bucket
                .client()
                .getObjectAsBytes(
                    bucket
                        .requests()
                        .newGetObjectRequestBuilder(uri.key())
                        .overrideConfiguration(within(READ, WRITE_ANSWER))
                        .build())
                .asUtf8String());
  }

  /** Copies an object into a file, replacing one of that name. */
  public void download(S3Uri uri, Path file) {
    call(
        uri,
        bucket -> {
          try {
            Files.deleteIfExists(file);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return bucket
              .client()
              .getObject(
                  bucket
                      .requests()
                      .newGetObjectRequestBuilder(uri.key())
                      .overrideConfiguration(within(DOWNLOAD, DOWNLOAD))
                      .build(),
                  file);
        });
  }

  /**
   * Deletes every object whose key starts with that of a folder.
   *
   * @param folder its key ends in {@code /}
   * @return the number of deleted objects
   */
  public int deleteBelow(S3Uri folder) {
    if (!folder.key().endsWith("/")) {
      throw new IllegalArgumentException("'" + folder + "' is not a folder: it must end in '/'");
    }
    List<String> keys =
        list(folder.bucket(), folder.key()).stream().map(StoredObject::key).toList();
    // One by one, because not every store can delete many objects with one request.
    keys.parallelStream()
        .forEach(key -> write(new S3Uri(folder.bucket(), key), bucket -> remove(bucket, key)));
    return keys.size();
  }

  /** Writes an object, replacing one of that key. */
  public void put(S3Uri uri, String contentType, String content) {
    write(uri, bucket -> put(bucket, uri.key(), contentType, content, within(WRITE, WRITE_ANSWER)));
  }

  /** Writes a file, replacing an object of that key; in one request, so at most 5 GB. */
  public void put(S3Uri uri, String contentType, Path file) {
    write(
        uri,
        bucket ->
            bucket
                .client()
                .putObject(
                    bucket
                        .requests()
                        .newPutObjectRequestBuilder(
                            uri.key(),
                            PutObjectOptions.defaultOptions(),
                            file.toFile().length(),
                            false)
                        .contentType(contentType)
                        .overrideConfiguration(within(WRITE_FILE, WRITE_FILE))
                        .build(),
                    RequestBody.fromFile(file)));
  }

  /**
   * Fails unless an object can be written next to a future result, with the same client and the
   * same headers. The test object is removed again.
   *
   * @param result the result that will be written
   * @param andRemoved whether removing objects must be possible too
   */
  public void requireWritable(S3Uri result, boolean andRemoved) {
    S3Uri probe =
        new S3Uri(
            result.bucket(), result.key().substring(0, result.key().lastIndexOf('/') + 1) + PROBE);
    write(probe, bucket -> put(bucket, probe.key(), "text/plain", "", within(CALL, ANSWER)));
    try {
      write(probe, bucket -> remove(bucket, probe.key()));
    } catch (RunFailure e) {
      if (andRemoved) {
        throw e;
      }
      // No right to delete is needed for documents; the object that stays is empty and has a hidden
      // name.
      LOG.warn("{} was written to see whether that works, and could not be removed", probe, e);
    }
  }

  private static Object remove(Bucket bucket, String key) {
    return bucket
        .client()
        .deleteObject(
            bucket
                .requests()
                .newDeleteObjectRequestBuilder(key)
                .overrideConfiguration(within(CALL, ANSWER))
                .build());
  }

  private static Object put(
      Bucket bucket,
      String key,
      String contentType,
      String content,
      Consumer<AwsRequestOverrideConfiguration.Builder> limits) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return bucket
        .client()
        .putObject(
            bucket
                .requests()
                .newPutObjectRequestBuilder(
                    key, PutObjectOptions.defaultOptions(), bytes.length, false)
                .contentType(contentType)
                .overrideConfiguration(limits)
                .build(),
            RequestBody.fromBytes(bytes));
  }

  private static Consumer<AwsRequestOverrideConfiguration.Builder> within(
      Duration call, Duration answer) {
    return limits -> limits.apiCallTimeout(call).apiCallAttemptTimeout(answer);
  }

  private <T> T call(S3Uri uri, Function<Bucket, T> request) {
    return patiently(uri, request, errors::explain);
  }

  private void write(S3Uri uri, Function<Bucket, Object> request) {
    patiently(uri, request, errors::explainWriting);
  }

  private <T> T patiently(S3Uri uri, Function<Bucket, T> request, Explanation explanation) {
    for (int attempt = 0; ; attempt++) {
      try {
        return request.apply(bucket(uri.bucket()));
      } catch (SdkException e) {
        if (!StoreErrors.isThrottled(e) || attempt == PAUSES.size()) {
          throw explanation.of(e, uri.toString());
        }
        LOG.warn("the store asks for fewer requests; {} is tried again", uri);
        pause(PAUSES.get(attempt));
      }
    }
  }

  /** Translates an exception of a request. */
  private interface Explanation {
    RunFailure of(SdkException e, String uri);
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the store", e);
    }
  }

  /** The bucket's own client, because buckets may have their own configuration and credentials. */
  private synchronized Bucket bucket(String name) {
    return buckets.computeIfAbsent(name, one -> Bucket.open(one, configuration));
  }

  private static StoredObject describe(S3Object object) {
    return new StoredObject(
        object.key(),
        object.size(),
        object.eTag(),
        object.storageClass() == ObjectStorageClass.GLACIER
            || object.storageClass() == ObjectStorageClass.DEEP_ARCHIVE);
  }

  @Override
  public synchronized void close() {
    buckets.values().forEach(Bucket::close);
    buckets.clear();
  }
}
