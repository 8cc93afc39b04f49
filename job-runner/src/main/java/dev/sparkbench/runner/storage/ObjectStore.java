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
 * The object store, reached by the same configuration and with the same credentials as S3A reaches
 * it for Spark. Every failure comes out as a {@link RunFailure}.
 *
 * <p>Reads and writes of the runner itself are few and small; they give up soon, so that a wrong
 * endpoint or key is reported within seconds. Only a store that asks for patience gets some.
 */
public final class ObjectStore implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ObjectStore.class);

  private static final Duration ANSWER = Duration.ofSeconds(4);

  /** Of one call with all its attempts, so that a wrong endpoint shows within 15 seconds. */
  private static final Duration CALL = Duration.ofSeconds(8);

  /** Of writing: at the end of an hour's run, a slow moment of the store should not cost it. */
  private static final Duration WRITE = Duration.ofSeconds(60);

  /** Of a file, which may have gigabytes. */
  private static final Duration WRITE_FILE = Duration.ofMinutes(10);

  private static final Duration WRITE_ANSWER = Duration.ofSeconds(20);

  /** Of reading, which may be a document of many megabytes. */
  private static final Duration READ = Duration.ofSeconds(60);

  /** Of reading a file of up to a gigabyte. */
  private static final Duration DOWNLOAD = Duration.ofMinutes(5);

  /** Pauses before asking again a store that wants to be asked less; half a minute in all. */
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(4),
          Duration.ofSeconds(8),
          Duration.ofSeconds(15));

  /** Keys of one answer; stores give no more. */
  private static final int PAGE = 1000;

  /** Hidden, so that nobody takes it for data. */
  private static final String PROBE = ".writable";

  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final Configuration configuration;
  private final StoreErrors errors;
  private final Map<String, Bucket> buckets = new HashMap<>();

  private ObjectStore(Configuration configuration, StoreErrors errors) {
    this.configuration = configuration;
    this.errors = errors;
  }

  /** Opens a store that nothing is said about beside where it is. */
  public static ObjectStore open(Storage storage) {
    return open(storage, Map.of());
  }

  /**
   * Opens a store; nothing is sent yet.
   *
   * @param sparkConf the manifest's, which may tell S3A how to reach it
   */
  public static ObjectStore open(Storage storage, Map<String, String> sparkConf) {
    return new ObjectStore(
        S3aProperties.configuration(storage, sparkConf), new StoreErrors(storage));
  }

  /** Everything whose key starts with a prefix, in the order of the keys. */
  public List<StoredObject> list(String name, String prefix) {
    return list(name, prefix, found -> found.map(ObjectStore::describe).toList());
  }

  /** When everything was written whose key starts with a prefix, by key. */
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

  /** The object of exactly that key, found by listing: unlike HEAD, that says why it fails. */
  public Optional<StoredObject> find(S3Uri uri) {
    // Of all keys that start with this one, it is itself the first.
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
   * Fails unless the object may be read, not only listed. One byte is read: HEAD would find
   * archived objects in order, and says nothing of why it is refused.
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
            // An empty object has no first byte.
            if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
              return uri;
            }
            throw e;
          }
        });
  }

  /** Whether there is a copy of an archived object that can be read for now. */
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
   * @return how many there were
   */
  public int deleteBelow(S3Uri folder) {
    if (!folder.key().endsWith("/")) {
      throw new IllegalArgumentException("'" + folder + "' is no folder: it has to end in '/'");
    }
    List<String> keys =
        list(folder.bucket(), folder.key()).stream().map(StoredObject::key).toList();
    // One by one: not every store can delete many objects by one request.
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
   * Fails unless an object can be written beside where a result will be: by the same client, with
   * the same headers. What is written for that is removed again.
   *
   * @param result will be written later
   * @param andRemoved whether it also has to be possible to remove objects there
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
      // Documents need no right to delete, and the object is empty and has a hidden name.
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

  /** Says what an exception means that came up while asking for something. */
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

  /** Buckets may be configured apart, and have credentials of their own. */
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
