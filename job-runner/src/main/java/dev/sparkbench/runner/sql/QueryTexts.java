package dev.sparkbench.runner.sql;

import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.SqlWorkload;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.ObjectStore;
import dev.sparkbench.runner.storage.StoredObject;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the texts of queries, those in the store too. */
final class QueryTexts {

  /** As the custom resource bounds those that are in it. */
  private static final int MOST_QUERIES = 128;

  private static final int LONGEST_TEXT = 16 * 1024;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

  private static final String SQL = ".sql";

  private final ObjectStore store;

  QueryTexts(ObjectStore store) {
    this.store = store;
  }

  /**
   * The queries in their order; those of a folder in the order of their names.
   *
   * @throws RunFailure {@code InvalidQuery} if a text is missing, too long or has no name; or what
   *     the store answers
   */
  List<NamedQuery> of(SqlWorkload workload) {
    List<NamedQuery> queries = new ArrayList<>();
    Mistakes mistakes = new Mistakes();
    for (SqlWorkload.Query query : workload.queries()) {
      if (query.text() != null) {
        queries.add(new NamedQuery(query.name(), query.text()));
      } else if (query.from().endsWith("/")) {
        queries.addAll(folder(query.from(), mistakes));
      } else {
        object(query, mistakes).ifPresent(queries::add);
      }
    }
    mistakes.throwIfAny();
    int all = queries.size() + workload.canonical().size();
    if (queries.size() > MOST_QUERIES) {
      mistakes.add(
          "sql.queries are %d queries, with those in the store, and %d are the most: measure fewer at a time"
              .formatted(queries.size(), MOST_QUERIES));
    }
    if (all == 0) {
      mistakes.add("sql.queries has no query, and sql.canonical neither: name some");
    }
    requireUnique(queries, workload, mistakes);
    mistakes.throwIfAny();
    return queries;
  }

  private Optional<NamedQuery> object(SqlWorkload.Query query, Mistakes mistakes) {
    S3Uri uri = S3Uri.parse(query.from());
    Optional<StoredObject> object = store.find(uri);
    if (object.isEmpty()) {
      mistakes.add(
          "query %s is to come from %s, where nothing lies: correct sql.queries.from, or put the text there; a folder has a / at the end"
              .formatted(query.name(), uri));
      return Optional.empty();
    }
    return read(query.name(), uri, object.get(), mistakes);
  }

  private List<NamedQuery> folder(String from, Mistakes mistakes) {
    S3Uri folder = S3Uri.parse(from);
    List<StoredObject> objects =
        store.list(folder.bucket(), folder.key()).stream()
            .filter(object -> isIn(object, folder))
            .toList();
    if (objects.isEmpty()) {
      mistakes.add(
          "queries are to come from %s, where no object has a name that ends in %s: correct sql.queries.from, or put the texts there"
              .formatted(folder, SQL));
    }
    if (objects.size() > MOST_QUERIES) {
      mistakes.add(
          "queries are to come from %s, where %d objects have names that end in %s, and %d are the most: divide them among folders"
              .formatted(folder, objects.size(), SQL, MOST_QUERIES));
      return List.of();
    }
    return objects.stream().flatMap(object -> query(folder, object, mistakes).stream()).toList();
  }

  /** Whether it lies in the folder itself, and is neither hidden nor of another kind. */
  private static boolean isIn(StoredObject object, S3Uri folder) {
    String name = object.key().substring(folder.key().length());
    return name.endsWith(SQL)
        && name.indexOf('/') < 0
        && !name.startsWith(".")
        && !name.startsWith("_");
  }

  private Optional<NamedQuery> query(S3Uri folder, StoredObject object, Mistakes mistakes) {
    S3Uri uri = new S3Uri(folder.bucket(), object.key());
    String name =
        object.key().substring(folder.key().length(), object.key().length() - SQL.length());
    if (!NAME.matcher(name).matches()) {
      mistakes.add(
          "%s would be a query named '%s': rename it to small letters, digits, - and _, with a letter in front, 63 at most"
              .formatted(uri, name));
      return Optional.empty();
    }
    return read(name, uri, object, mistakes);
  }

  private Optional<NamedQuery> read(
      String name, S3Uri uri, StoredObject object, Mistakes mistakes) {
    if (object.size() > LONGEST_TEXT) {
      mistakes.add(
          "query %s at %s has %d bytes, and %d are the most: shorten it"
              .formatted(name, uri, object.size(), LONGEST_TEXT));
      return Optional.empty();
    }
    try {
      return Optional.of(new NamedQuery(name, withoutMark(store.read(uri))));
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof CharacterCodingException)) {
        throw e;
      }
      mistakes.add("query %s at %s is no text of UTF-8: save it as UTF-8".formatted(name, uri));
      return Optional.empty();
    }
  }

  /** Editors put a mark in front that tells the encoding. */
  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static void requireUnique(
      List<NamedQuery> queries, SqlWorkload workload, Mistakes mistakes) {
    Map<String, Long> times =
        Stream.concat(
                queries.stream().map(NamedQuery::name),
                workload.canonical().stream().map(Object::toString))
            .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
    times.forEach(
        (name, count) -> {
          if (count > 1) {
            mistakes.add(
                "%d queries are named %s, counting those in folders and the canonical ones: give each a name of its own"
                    .formatted(count, name));
          }
        });
  }
}
