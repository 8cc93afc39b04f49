// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.SqlWorkload;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.ObjectStore;
import dev.sparkbench.runner.storage.StoredObject;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the texts of queries, including those in the store. */
final class QueryTexts {

  /** The limits of the custom resource for texts in the manifest. */
  private static final int MOST_QUERIES = 128;

  private static final int LONGEST_TEXT = 16 * 1024;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

  private static final String SQL = ".sql";

  private final ObjectStore store;

  QueryTexts(ObjectStore store) {
    this.store = store;
  }

  /**
   * A query whose text may still have to be read from the store.
   *
   * @param text null if it is in the store
   * @param uri its address in the store; null if the text is here
   */
  private record Source(String name, String text, S3Uri uri) {}

  /**
   * The queries in their order; those of a folder in the order of their names.
   *
   * @throws RunFailure {@code InvalidQuery} if a text is missing, too long or has no name; others
   *     for answers of the store
   */
  List<NamedQuery> of(SqlWorkload workload) {
    Mistakes mistakes = new Mistakes();
    List<Source> sources =
        workload.queries().stream().flatMap(query -> sources(query, mistakes).stream()).toList();
    if (sources.size() > MOST_QUERIES) {
      mistakes.add(
          "sql.queries are %d queries, with those in the store, and %d are the most: measure fewer at a time"
              .formatted(sources.size(), MOST_QUERIES));
    }
    if (workload.queries().isEmpty() && workload.canonical().isEmpty()) {
      mistakes.add("sql.queries has no query, and sql.canonical neither: name some");
    }
    requireUnique(sources, workload, mistakes);
    mistakes.throwIfAny();
    List<NamedQuery> queries =
        sources.stream().flatMap(source -> read(source, mistakes).stream()).toList();
    mistakes.throwIfAny();
    return queries;
  }

  private List<Source> sources(SqlWorkload.Query query, Mistakes mistakes) {
    if (query.text() != null) {
      return List.of(new Source(query.name(), query.text(), null));
    }
    S3Uri from = S3Uri.parse(query.from());
    return query.from().endsWith("/")
        ? folder(from, mistakes)
        : object(query.name(), from, mistakes).stream().toList();
  }

  private Optional<Source> object(String name, S3Uri uri, Mistakes mistakes) {
    Optional<StoredObject> object = store.find(uri);
    if (object.isEmpty()) {
      mistakes.add(
          "query %s is to come from %s, where nothing lies: correct sql.queries.from, or put the text there; a folder has a / at the end"
              .formatted(name, uri));
    }
    return object.flatMap(found -> source(name, uri, found, mistakes));
  }

  private List<Source> folder(S3Uri folder, Mistakes mistakes) {
    List<StoredObject> objects =
        store.list(folder.bucket(), folder.key()).stream()
            .filter(object -> isIn(object, folder))
            .toList();
    if (objects.isEmpty()) {
      mistakes.add(
          "queries are to come from %s, where no object has a name that ends in %s: correct sql.queries.from, or put the texts there"
              .formatted(folder, SQL));
    }
    return objects.stream().flatMap(object -> named(folder, object, mistakes).stream()).toList();
  }

  /** Whether an object is in the folder itself, is not hidden, and is an SQL file. */
  private static boolean isIn(StoredObject object, S3Uri folder) {
    String name = object.key().substring(folder.key().length());
    return name.endsWith(SQL)
        && name.indexOf('/') < 0
        && !name.startsWith(".")
        && !name.startsWith("_");
  }

  private static Optional<Source> named(S3Uri folder, StoredObject object, Mistakes mistakes) {
    S3Uri uri = new S3Uri(folder.bucket(), object.key());
    String name =
        object.key().substring(folder.key().length(), object.key().length() - SQL.length());
    if (!NAME.matcher(name).matches()) {
      mistakes.add(
          "%s would be a query named '%s': rename it to small letters, digits, - and _, with a letter in front, 63 at most"
              .formatted(uri, name));
      return Optional.empty();
    }
    return source(name, uri, object, mistakes);
  }

  private static Optional<Source> source(
      String name, S3Uri uri, StoredObject object, Mistakes mistakes) {
    if (object.size() > LONGEST_TEXT) {
      mistakes.add(
          "query %s at %s has %d bytes, and %d are the most: shorten it"
              .formatted(name, uri, object.size(), LONGEST_TEXT));
      return Optional.empty();
    }
    return Optional.of(new Source(name, null, uri));
  }

  private Optional<NamedQuery> read(Source source, Mistakes mistakes) {
    if (source.text() != null) {
      return Optional.of(new NamedQuery(source.name(), source.text()));
    }
    try {
      return Optional.of(new NamedQuery(source.name(), withoutMark(store.read(source.uri()))));
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof CharacterCodingException)) {
        throw e;
      }
      mistakes.add(
          "query %s at %s is not text of UTF-8: save it as UTF-8"
              .formatted(source.name(), source.uri()));
      return Optional.empty();
    }
  }

  /** Removes the byte order mark that some editors write at the beginning. */
  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static void requireUnique(List<Source> sources, SqlWorkload workload, Mistakes mistakes) {
    Map<String, Long> times =
        Stream.concat(
                sources.stream().map(Source::name),
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
