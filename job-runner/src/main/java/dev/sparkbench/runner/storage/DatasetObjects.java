// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.storage;

import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.failure.RunFailure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;

/**
 * The objects of a dataset: the object at its path, or everything below the path, or everything at
 * and below the matches of its pattern. Objects that Spark treats as hidden are left out, and so
 * are the empty objects that represent folders.
 *
 * @param uri the dataset's path
 * @param objects by key, at least one
 * @param folders names of the folders between the path and the objects
 * @param roots the path without a slash at the end, or each match of its pattern
 * @param table the version of a Delta or Iceberg table, in which case the objects are its log or
 *     metadata; null if the objects are the data
 */
public record DatasetObjects(
    S3Uri uri,
    List<StoredObject> objects,
    List<String> folders,
    List<String> roots,
    TableVersion table) {

  /** Copies the lists. */
  public DatasetObjects {
    objects = List.copyOf(objects);
    folders = List.copyOf(folders);
    roots = List.copyOf(roots);
  }

  /** The largest number of archived objects that are checked individually. */
  private static final int LOOKED_AT = 16;

  private static final int TABLE_HASH = 16;

  /** A dataset whose objects are the data. */
  public DatasetObjects(
      S3Uri uri, List<StoredObject> objects, List<String> folders, List<String> roots) {
    this(uri, objects, folders, roots, null);
  }

  /** A version of a table, and its log or metadata objects. */
  DatasetObjects(S3Uri uri, List<StoredObject> objects, TableVersion table) {
    this(uri, objects, List.of(), List.of(), table);
  }

  /** An object and its path below the dataset's path; empty for the path itself. */
  private record Located(StoredObject object, String below) {

    // A folder created in a console is an empty object with the name of the folder. Older S3
    // clients of Hadoop left objects with this other name.
    boolean isFolderMarker() {
      return object.key().endsWith("/") || object.size() == 0 && object.key().endsWith("_$folder$");
    }

    boolean isHidden() {
      String path =
          below.isEmpty() ? object.key().substring(object.key().lastIndexOf('/') + 1) : below;
      return Arrays.stream(path.split("/")).anyMatch(Located::isHiddenName);
    }

    /**
     * The names that Spark 3.5 does not read as data. Its listing includes {@code _metadata} and
     * {@code _common_metadata}, but they give no rows.
     */
    private static boolean isHiddenName(String name) {
      return name.startsWith(".")
          || name.startsWith("_") && !name.contains("=")
          || name.endsWith("._COPYING_");
    }

    Stream<String> folders() {
      String[] names = below.split("/");
      return Arrays.stream(names, 0, names.length - 1);
    }

    String root() {
      String key = object.key();
      String root = key.substring(0, key.length() - below.length());
      return root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
    }
  }

  /**
   * Finds a dataset.
   *
   * @throws RunFailure {@code DatasetNotFound} if there is nothing to read; others for other
   *     answers of the store
   */
  public static DatasetObjects find(ObjectStore store, Dataset dataset) {
    return switch (dataset.tableFormat().orElse("")) {
      case DeltaVersions.FORMAT -> DeltaVersions.find(store, dataset);
      case IcebergSnapshots.FORMAT -> IcebergSnapshots.find(store, dataset);
      default -> find(store, S3Uri.parse(dataset.uri()));
    };
  }

  /**
   * Finds a dataset of objects.
   *
   * @throws RunFailure {@code DatasetNotFound} if there is nothing to read; {@code MalformedData}
   *     if an object cannot be read because of its key or because it is archived; others for other
   *     answers of the store
   */
  public static DatasetObjects find(ObjectStore store, S3Uri uri) {
    TableMarks.requireNoneAbove(store, uri);
    List<String> listed = new ArrayList<>();
    List<Located> found =
        locate(store, uri, listed).stream()
            .filter(o -> !o.isFolderMarker() && !o.isHidden())
            .toList();
    TableMarks.requireNone(uri, listed, found.stream().map(o -> o.object().key()).toList());
    if (found.isEmpty()) {
      throw new RunFailure(
          FailureReason.DATASET_NOT_FOUND,
          "nothing to read at %s: check s3Path (a file, a prefix or a pattern; names that start with '_' or '.' are ignored)"
              .formatted(uri));
    }
    DatasetObjects objects =
        new DatasetObjects(
            uri,
            found.stream()
                .map(Located::object)
                .sorted(Comparator.comparing(StoredObject::key))
                .toList(),
            found.stream().flatMap(Located::folders).distinct().sorted().toList(),
            found.stream().map(Located::root).distinct().sorted().toList());
    objects.requireReadableKeys();
    objects.requireRestored(store);
    store.requireReadable(new S3Uri(uri.bucket(), found.get(0).object().key()));
    return objects;
  }

  /** An object with exactly this name wins over the matches of a pattern. */
  private static List<Located> locate(ObjectStore store, S3Uri uri, List<String> listed) {
    List<Located> literal = locateLiteral(store, uri, listed);
    if (!literal.isEmpty() || !KeyPattern.isPattern(uri.key())) {
      return literal;
    }
    KeyPattern pattern = KeyPattern.of(uri.key());
    return pattern.prefixes().stream()
        .flatMap(prefix -> store.list(uri.bucket(), prefix).stream())
        .distinct()
        .peek(object -> listed.add(object.key()))
        .flatMap(o -> pattern.below(o.key()).map(below -> new Located(o, below)).stream())
        .toList();
  }

  private static List<Located> locateLiteral(ObjectStore store, S3Uri uri, List<String> listed) {
    if (!uri.key().endsWith("/")) {
      Optional<StoredObject> file = store.find(uri);
      if (file.isPresent()) {
        TableMarks.requireNoMetadata(uri);
        return List.of(new Located(file.get(), ""));
      }
    }
    String folder = uri.key().endsWith("/") ? uri.key() : uri.key() + "/";
    return store.list(uri.bucket(), folder).stream()
        .peek(object -> listed.add(object.key()))
        .map(object -> new Located(object, object.key().substring(folder.length())))
        .toList();
  }

  /**
   * Hadoop treats a key as a path and normalizes it, so it would read another object for such a
   * key.
   */
  void requireReadableKeys() {
    for (StoredObject object : objects) {
      String path = new Path(sparkPath(object)).toString();
      if (!path.equals(sparkPath(object))) {
        throw malformed(
            "the key of %s has an empty part, '.' or '..' between slashes, so that Spark cannot read it: copy the object to another key"
                .formatted(s3(object)));
      }
    }
  }

  private void requireRestored(ObjectStore store) {
    List<StoredObject> archived = objects.stream().filter(StoredObject::archived).toList();
    archived.stream()
        .limit(LOOKED_AT)
        .filter(object -> !store.isRestored(new S3Uri(uri.bucket(), object.key())))
        .findFirst()
        .ifPresent(
            object -> {
              throw malformed(
                  "%s is archived (storage class Glacier or Deep Archive; so are %d of the %d objects): restore what s3Path names, or copy it to another storage class"
                      .formatted(s3(object), archived.size(), objects.size()));
            });
  }

  private S3Uri s3(StoredObject object) {
    return new S3Uri(uri.bucket(), object.key());
  }

  private static RunFailure malformed(String message) {
    return new RunFailure(FailureReason.MALFORMED_DATA, message);
  }

  /**
   * A digest of keys, sizes and ETags: equal if and only if the same bytes would be read. For
   * tables it begins with the version.
   */
  public String identity() {
    MessageDigest digest = sha256();
    for (StoredObject object : objects) {
      digest.update(
          "%s\n%d\n%s\n"
              .formatted(object.key(), object.size(), object.etag())
              .getBytes(StandardCharsets.UTF_8));
    }
    String hash = HexFormat.of().formatHex(digest.digest());
    return table == null
        ? "sha256:" + hash
        : "%s:%s:%s".formatted(table.format(), table.name(), hash.substring(0, TABLE_HASH));
  }

  /** The objects' total size in bytes. */
  public long bytes() {
    return objects.stream().mapToLong(StoredObject::size).sum();
  }

  /** Whether objects lie in folders with names of the form {@code column=value}. */
  public boolean isPartitioned() {
    return folders.stream().anyMatch(DatasetObjects::isPartition);
  }

  /** The columns that folders of the form {@code column=value} name. */
  public Set<String> partitionColumns() {
    return partitions().map(DatasetObjects::column).collect(Collectors.toCollection(TreeSet::new));
  }

  private Stream<String> partitions() {
    return isPartitioned()
        ? objects.stream().flatMap(object -> partition(object).stream()).distinct()
        : Stream.empty();
  }

  /** All values that folders give to a column, as they are written there. */
  public Set<String> partitionValues(String column) {
    return partitions()
        .filter(folder -> column(folder).equals(column))
        .map(
            folder ->
                ExternalCatalogUtils.unescapePathName(folder.substring(folder.indexOf('=') + 1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Fails unless all objects are in folders of the same columns, at the same depth; otherwise the
   * columns of a row would be unclear.
   *
   * @throws RunFailure {@code MalformedData} with two objects that differ
   */
  public void requireSamePartitionColumns() {
    if (!isPartitioned()) {
      return;
    }
    Map<List<String>, StoredObject> examples = new HashMap<>();
    for (StoredObject object : objects) {
      List<String> folders = folders(object);
      List<String> partition = partition(object);
      List<String> columns = new ArrayList<>();
      if (!partition.isEmpty()) {
        int end = folders.lastIndexOf(partition.get(partition.size() - 1));
        columns.addAll(folders.subList(0, end + 1 - partition.size()));
        partition.forEach(folder -> columns.add(column(folder) + "="));
      }
      examples.putIfAbsent(columns, object);
      if (examples.size() > 1) {
        List<StoredObject> both =
            examples.values().stream().sorted(Comparator.comparing(StoredObject::key)).toList();
        throw malformed(
            "%s cannot be read: its folders of the form column=value differ in their columns or lie at several depths: %s and %s. Let s3Path name objects in folders of the same form, or rename the folders"
                .formatted(uri, s3(both.get(0)), s3(both.get(1))));
      }
    }
  }

  /** The folders that give an object's rows values, as Spark finds them from the object upwards. */
  private List<String> partition(StoredObject object) {
    List<String> folders = folders(object);
    int end = folders.size();
    while (end > 0 && !isPartition(folders.get(end - 1))) {
      end--;
    }
    int start = end;
    while (start > 0 && isPartition(folders.get(start - 1))) {
      start--;
    }
    return folders.subList(start, end);
  }

  private List<String> folders(StoredObject object) {
    String root = object.key();
    while (!isRoot(root) && root.contains("/")) {
      root = root.substring(0, root.lastIndexOf('/'));
    }
    if (root.equals(object.key()) || !isRoot(root)) {
      return List.of();
    }
    List<String> names = List.of(object.key().substring(root.length() + 1).split("/"));
    return names.subList(0, names.size() - 1);
  }

  private boolean isRoot(String key) {
    return Collections.binarySearch(roots, key) >= 0;
  }

  /** A name with nothing before or after the sign does not give a column a value. */
  private static boolean isPartition(String folder) {
    int sign = folder.indexOf('=');
    return sign > 0 && sign < folder.length() - 1;
  }

  private static String column(String folder) {
    return ExternalCatalogUtils.unescapePathName(folder.substring(0, folder.indexOf('=')));
  }

  /**
   * A sample of the non-empty objects, spread evenly over all of them and including the first and
   * the last; always the same sample.
   *
   * @param most the largest number, at least 2
   */
  public List<StoredObject> spread(int most) {
    List<StoredObject> some = objects.stream().filter(object -> object.size() > 0).toList();
    if (some.size() <= most) {
      return some;
    }
    return IntStream.range(0, most)
        .mapToObj(i -> some.get((int) ((long) i * (some.size() - 1) / (most - 1))))
        .toList();
  }

  /** The paths under which Spark finds the dataset. */
  public List<String> sparkRoots() {
    return roots.stream().map(this::sparkPath).toList();
  }

  /** The path under which Spark reads one of the objects. */
  public String sparkPath(StoredObject object) {
    return sparkPath(object.key());
  }

  private String sparkPath(String key) {
    return "s3a://%s/%s".formatted(uri.bucket(), key);
  }

  /**
   * Fails with {@code DatasetChanged} unless the dataset is the expected one.
   *
   * @param expected an earlier {@link #identity()}
   * @param since when it was expected, as the end of a sentence
   */
  public void requireIdentity(String expected, String since) {
    if (!identity().equals(expected)) {
      throw new RunFailure(
          FailureReason.DATASET_CHANGED,
          "%s has changed %s (%s, then %s): times of different data cannot be compared; leave it unchanged and start over"
              .formatted(uri, since, expected, identity()));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
