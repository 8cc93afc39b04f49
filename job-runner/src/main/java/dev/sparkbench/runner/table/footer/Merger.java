package dev.sparkbench.runner.table.footer;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.DatasetObjects;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Makes one table's columns of those of many objects. */
final class Merger {

  private static final String CASE_SENSITIVE = "spark.sql.caseSensitive";
  private static final String NANOS_AS_LONG = "spark.sql.legacy.parquet.nanosAsLong";

  private static final long MOST_BATCH_BYTES = 32L << 20;
  private static final int USUAL_ROWS = 4096;
  private static final int FEWEST_ROWS = 16;

  private static final int MOST_REMARKS = 20;
  private static final int MOST_GROUPS = 32;

  // What Hive calls columns in ORC objects; then Spark goes by their places.
  private static final String PLACE = "_col\\d+";

  private final Map<FileColumns, List<String>> files;
  private final Footers footers;
  private final DatasetObjects objects;
  private final List<String> wanted;
  private final boolean ignoreCase;
  private final List<String> remarks = new ArrayList<>();

  /** A column of the table, with what each kind of object has for it. */
  private record Column(String name, Map<FileColumns, StructField> fields) {}

  Merger(Footers footers, DatasetObjects objects, List<String> wanted) {
    this.files = footers.byColumns();
    this.footers = footers;
    this.objects = objects;
    this.wanted = wanted;
    this.ignoreCase = canIgnoreCase();
  }

  ObjectColumns merge() {
    requireNames();
    Map<String, String> unreadable = leaveOutUnreadable();
    StructType schema = new StructType();
    Map<String, Column> merged = new LinkedHashMap<>();
    for (Column column : columns()) {
      Optional<StructField> field = merge(column, unreadable);
      if (field.isPresent()) {
        schema = schema.add(field.get());
        merged.put(column.name(), column);
      }
    }
    if (schema.isEmpty() && objects.partitionColumns().isEmpty()) {
      throw malformed(
          "no column of %s has a type that Spark can read: %s"
              .formatted(objects.uri(), String.join("; ", unreadable.values())));
    }
    for (StructField field : schema.fields()) {
      if (isWanted(field.name())) {
        compare(merged.get(field.name()), field.dataType());
      }
    }
    compareOrder();
    Map<String, String> spark = new HashMap<>(batches());
    if (ignoreCase) {
      spark.put(CASE_SENSITIVE, "false");
    }
    if (files.keySet().stream().anyMatch(file -> !file.nanoseconds().isEmpty())) {
      spark.put(NANOS_AS_LONG, "true");
    }
    boolean hybrid = hasCalendar(Calendar.HYBRID);
    boolean mixed = hybrid && hasCalendar(Calendar.PROLEPTIC);
    if (hybrid) {
      remarkOnCalendar();
    }
    List<ObjectColumns.Group> groups = groups(schema, merged, mixed);
    return new ObjectColumns(schema, unreadable, spark, rebasing(hybrid), groups, facts());
  }

  /** Rows that Spark reads at a time: by default 4,096, however large they are. */
  private Map<String, String> batches() {
    long rows = MOST_BATCH_BYTES / Math.max(1, footers.rowBytes());
    if (rows >= USUAL_ROWS) {
      return Map.of();
    }
    String most = String.valueOf(Math.max(FEWEST_ROWS, rows));
    return Map.of(
        "spark.sql.parquet.columnarReaderBatchSize",
        most,
        "spark.sql.orc.columnarReaderBatchSize",
        most);
  }

  private boolean hasCalendar(Calendar calendar) {
    return files.keySet().stream().anyMatch(file -> file.calendar() == calendar);
  }

  private static Map<String, String> rebasing(boolean hybrid) {
    // Where an object itself says how its dates are meant, Spark does not look at these.
    String mode = hybrid ? "LEGACY" : "CORRECTED";
    return Map.of(
        "datetimeRebaseMode",
        mode,
        "int96RebaseMode",
        mode,
        "orc.proleptic.gregorian.default",
        String.valueOf(!hybrid));
  }

  // --- names

  /**
   * If names differ in case from object to object, and no object has two that differ in case only.
   */
  private boolean canIgnoreCase() {
    Map<String, Set<String>> spellings = new HashMap<>();
    for (FileColumns file : files.keySet()) {
      Set<String> paths = new HashSet<>();
      paths(file.schema(), "", paths);
      paths.addAll(file.unreadable().keySet());
      for (String path : paths) {
        spellings.computeIfAbsent(lower(path), p -> new HashSet<>()).add(path);
      }
      if (paths.stream().map(Merger::lower).distinct().count() < paths.size()) {
        return false;
      }
    }
    return spellings.values().stream().anyMatch(all -> all.size() > 1);
  }

  private static void paths(DataType type, String at, Set<String> paths) {
    if (type instanceof StructType struct) {
      for (StructField field : struct.fields()) {
        String path = at.isEmpty() ? field.name() : at + '\0' + field.name();
        paths.add(path);
        paths(field.dataType(), path, paths);
      }
    } else if (type instanceof ArrayType array) {
      paths(array.elementType(), at + "\0[]", paths);
    } else if (type instanceof MapType map) {
      paths(map.keyType(), at + "\0{k}", paths);
      paths(map.valueType(), at + "\0{v}", paths);
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private String id(String name) {
    return ignoreCase ? lower(name) : name;
  }

  private boolean isWanted(Column column) {
    return isWanted(column.name());
  }

  private boolean isWanted(String name) {
    return wanted.isEmpty() || wanted.contains(name);
  }

  private void requireNames() {
    List<String> byPlace = new ArrayList<>();
    List<String> byName = new ArrayList<>();
    files.forEach(
        (file, keys) -> {
          List<String> names = List.of(file.schema().fieldNames());
          Set<String> seen = new HashSet<>();
          names.stream()
              .filter(name -> !seen.add(name))
              .findFirst()
              .ifPresent(
                  twice -> {
                    throw malformed(
                        "%s has two columns '%s': write it with names of their own"
                            .formatted(path(keys.get(0)), twice));
                  });
          boolean places = !names.isEmpty() && names.stream().allMatch(n -> n.matches(PLACE));
          (places ? byPlace : byName).add(keys.get(0));
        });
    if (!byPlace.isEmpty() && !byName.isEmpty()) {
      throw malformed(
          "%s calls its columns _col0 and so on, but %s has names: write them alike"
              .formatted(path(byPlace.get(0)), path(byName.get(0))));
    }
  }

  // --- what Spark cannot read

  private Map<String, String> leaveOutUnreadable() {
    Map<String, String> all = new TreeMap<>();
    files.forEach(
        (file, keys) ->
            file.unreadable()
                .forEach(
                    (name, type) -> {
                      String what =
                          "column '%s' is of type %s in %s, which Spark cannot read"
                              .formatted(name, type, path(keys.get(0)));
                      if (wanted.contains(name)) {
                        throw malformed(
                            what
                                + ": write it with another type, or take it out of dataset.columns");
                      }
                      if (all.putIfAbsent(id(name), what) == null && wanted.isEmpty()) {
                        remark(what + ": the column is left out");
                      }
                    }));
    return all;
  }

  private List<Column> columns() {
    Map<String, Column> columns = new LinkedHashMap<>();
    for (FileColumns file : files.keySet()) {
      for (StructField field : file.schema().fields()) {
        // The names of folders win over what is in the objects.
        if (!objects.partitionColumns().contains(field.name())) {
          columns
              .computeIfAbsent(
                  id(field.name()), id -> new Column(field.name(), new LinkedHashMap<>()))
              .fields()
              .put(file, field);
        }
      }
    }
    return List.copyOf(columns.values());
  }

  // --- types

  private Optional<StructField> merge(Column column, Map<String, String> unreadable) {
    if (unreadable.containsKey(id(column.name()))) {
      return Optional.empty();
    }
    Map<DataType, List<String>> types = types(column);
    if (!isWanted(column)
        && column.fields().values().stream().map(StructField::dataType).distinct().count() > 1) {
      unreadable.put(
          id(column.name()),
          "column '%s', which is not among those to consider, is %s"
              .formatted(column.name(), among(types)));
      return Optional.empty();
    }
    DataType merged = null;
    for (DataType type : types.keySet()) {
      DataType before = merged;
      Optional<DataType> both =
          before == null ? Optional.of(type) : common(before, type, ignoreCase, true);
      if (both.isEmpty()) {
        throw malformed(
            "column '%s' is %s, which cannot be read as one column: write the objects with one type, or leave the column out of dataset.columns"
                .formatted(column.name(), among(types)));
      }
      merged = both.get();
    }
    StructField first = column.fields().values().iterator().next();
    return Optional.of(new StructField(column.name(), merged.asNullable(), true, first.metadata()));
  }

  /**
   * The types that a column has, with the objects; those of columns without values only if there
   * are no others.
   */
  private Map<DataType, List<String>> types(Column column) {
    Map<DataType, List<String>> types = new LinkedHashMap<>();
    Map<DataType, List<String>> ofNothing = new LinkedHashMap<>();
    column
        .fields()
        .forEach(
            (file, field) ->
                (isEmpty(file, field) ? ofNothing : types)
                    .computeIfAbsent(field.dataType().asNullable(), t -> new ArrayList<>())
                    .addAll(files.get(file)));
    return types.isEmpty() ? ofNothing : types;
  }

  private static boolean isEmpty(FileColumns file, StructField field) {
    return file.empty().contains(field.name());
  }

  /** The type that values of both can be read as; inside of others, types are not widened. */
  private static Optional<DataType> common(
      DataType a, DataType b, boolean ignoreCase, boolean widen) {
    if (a.equals(b)) {
      return Optional.of(a);
    }
    if (a instanceof StructType left && b instanceof StructType right) {
      return struct(left, right, ignoreCase);
    }
    if (a instanceof ArrayType left && b instanceof ArrayType right) {
      return common(left.elementType(), right.elementType(), ignoreCase, false)
          .map(element -> DataTypes.createArrayType(element, true));
    }
    if (a instanceof MapType left && b instanceof MapType right) {
      return common(left.keyType(), right.keyType(), ignoreCase, false)
          .flatMap(
              key ->
                  common(left.valueType(), right.valueType(), ignoreCase, false)
                      .map(value -> DataTypes.createMapType(key, value, true)));
    }
    return widen ? Widening.of(a, b) : Optional.empty();
  }

  private static Optional<DataType> struct(StructType a, StructType b, boolean ignoreCase) {
    UnaryOperator<String> id = ignoreCase ? Merger::lower : UnaryOperator.identity();
    Map<String, StructField> fields = new LinkedHashMap<>();
    for (StructField field : a.fields()) {
      fields.put(id.apply(field.name()), field);
    }
    for (StructField field : b.fields()) {
      StructField other = fields.get(id.apply(field.name()));
      if (other == null) {
        fields.put(id.apply(field.name()), field);
        continue;
      }
      Optional<DataType> type = common(other.dataType(), field.dataType(), ignoreCase, false);
      if (type.isEmpty()) {
        return Optional.empty();
      }
      fields.put(
          id.apply(field.name()),
          new StructField(other.name(), type.get(), true, other.metadata()));
    }
    return Optional.of(new StructType(fields.values().toArray(StructField[]::new)));
  }

  // --- what is to be told

  private void compare(Column column, DataType type) {
    Set<String> with = new HashSet<>();
    column.fields().keySet().forEach(file -> with.addAll(files.get(file)));
    List<String> without =
        files.values().stream().flatMap(List::stream).filter(key -> !with.contains(key)).toList();
    if (!without.isEmpty()) {
      remark(
          "column '%s' is missing in %s: its rows there count as nulls"
              .formatted(column.name(), some(without)));
    }
    List<String> otherwise = keys(column, (file, field) -> !field.name().equals(column.name()));
    if (!otherwise.isEmpty()) {
      remark(
          "column '%s' is spelled otherwise in %s: it is read as one column"
              .formatted(column.name(), some(otherwise)));
    }
    List<String> nothing = keys(column, Merger::isEmpty);
    Map<DataType, List<String>> types = types(column);
    if (types.size() > 1) {
      remark(
          "column '%s' is %s: it is read as %s".formatted(column.name(), among(types), type.sql()));
    }
    if (!nothing.isEmpty()) {
      remark("column '%s' has no value in %s".formatted(column.name(), some(nothing)));
    }
    List<String> nanoseconds =
        keys(column, (file, field) -> file.nanoseconds().contains(field.name()));
    if (!nanoseconds.isEmpty()) {
      remark(
          "column '%s' has points in time as nanoseconds in %s, which Spark has no type for: they are read as whole numbers, nanoseconds since 1970"
              .formatted(column.name(), some(nanoseconds)));
    }
  }

  private List<String> keys(
      Column column, java.util.function.BiPredicate<FileColumns, StructField> which) {
    return column.fields().entrySet().stream()
        .filter(entry -> which.test(entry.getKey(), entry.getValue()))
        .flatMap(entry -> files.get(entry.getKey()).stream())
        .sorted()
        .toList();
  }

  private void compareOrder() {
    List<String> first = ids(files.keySet().iterator().next());
    List<String> other = new ArrayList<>();
    files.forEach(
        (file, keys) -> {
          List<String> own = new ArrayList<>(ids(file));
          own.retainAll(new HashSet<>(first));
          List<String> expected = new ArrayList<>(first);
          expected.retainAll(new HashSet<>(own));
          if (!own.equals(expected)) {
            other.addAll(keys);
          }
        });
    if (!other.isEmpty()) {
      remark("columns are in another order in %s: they are read by name".formatted(some(other)));
    }
  }

  private List<String> ids(FileColumns file) {
    return Arrays.stream(file.schema().fieldNames()).map(this::id).toList();
  }

  private void remarkOnCalendar() {
    List<String> hybrid =
        files.entrySet().stream()
            .filter(entry -> entry.getKey().calendar() == Calendar.HYBRID)
            .flatMap(entry -> entry.getValue().stream())
            .sorted()
            .toList();
    remark(
        "dates before 1582 are read as Julian ones, as Hive and old versions of Spark wrote them, in %s"
            .formatted(some(hybrid)));
  }

  /** Such as {@code INT in 1 of 2 objects (a.parquet) and BIGINT in 1 of 2 objects (b.parquet)}. */
  private String among(Map<DataType, List<String>> types) {
    return types.entrySet().stream()
        .map(entry -> entry.getKey().sql() + " in " + some(entry.getValue()))
        .collect(Collectors.joining(" and "));
  }

  /** Such as {@code 2 of 3 objects (such as a.parquet)}. */
  private String some(Collection<String> keys) {
    String first = keys.iterator().next();
    if (footers.lookedAt() == 1) {
      return first;
    }
    return keys.size() == footers.lookedAt()
        ? "all %d objects".formatted(keys.size())
        : "%d of %d objects (%s%s)"
            .formatted(keys.size(), footers.lookedAt(), keys.size() == 1 ? "" : "such as ", first);
  }

  private String path(String key) {
    return "s3://%s/%s".formatted(objects.uri().bucket(), key);
  }

  private void remark(String text) {
    remarks.add(text);
  }

  private FooterFacts facts() {
    List<String> told = new ArrayList<>(remarks.stream().limit(MOST_REMARKS).toList());
    if (remarks.size() > told.size()) {
      told.add("%d more remarks of this kind".formatted(remarks.size() - told.size()));
    }
    if (!remarks.isEmpty() && footers.lookedAt() < footers.objects()) {
      told.add(
          "only %d of %d objects were looked at".formatted(footers.lookedAt(), footers.objects()));
    }
    return new FooterFacts(footers.lookedAt(), footers.objects(), told);
  }

  // --- groups

  private List<ObjectColumns.Group> groups(
      StructType schema, Map<String, Column> columns, boolean byCalendar) {
    /** What Spark has to be told. */
    record Key(StructType schema, Set<String> empty, boolean hybrid) {}

    Map<Key, List<String>> groups = new LinkedHashMap<>();
    boolean cast = false;
    for (Map.Entry<FileColumns, List<String>> entry : files.entrySet()) {
      FileColumns file = entry.getKey();
      StructType own = new StructType();
      Set<String> empty = new LinkedHashSet<>();
      for (StructField field : schema.fields()) {
        StructField there = columns.get(field.name()).fields().get(file);
        boolean other =
            there != null
                && common(field.dataType(), there.dataType().asNullable(), ignoreCase, false)
                    .isEmpty();
        if (other && isEmpty(file, there)) {
          empty.add(field.name());
        } else {
          own =
              own.add(
                  other
                      ? new StructField(field.name(), there.dataType(), true, there.metadata())
                      : field);
        }
        cast |= other;
      }
      boolean hybrid = byCalendar && file.calendar() == Calendar.HYBRID;
      groups
          .computeIfAbsent(new Key(own, empty, hybrid), key -> new ArrayList<>())
          .addAll(entry.getValue());
    }
    if (!cast && !byCalendar) {
      return List.of();
    }
    if (groups.size() > MOST_GROUPS) {
      throw malformed(
          "the types of %s differ in %d ways from object to object, more than %d: write the objects with one type for each column"
              .formatted(objects.uri(), groups.size(), MOST_GROUPS));
    }
    boolean allHybrid = !byCalendar && hasCalendar(Calendar.HYBRID);
    return groups.entrySet().stream()
        .map(
            group ->
                new ObjectColumns.Group(
                    group.getKey().schema(),
                    group.getKey().empty(),
                    rebasing(group.getKey().hybrid() || allHybrid),
                    group.getValue()))
        .toList();
  }

  private static RunFailure malformed(String message) {
    return new RunFailure(FailureReason.MALFORMED_DATA, message);
  }
}
