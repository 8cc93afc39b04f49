// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import dev.sparkbench.api.resource.DatasetSpec.Format;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The options of Spark's readers that a manifest may set, and their values. Only options that
 * describe the data are accepted, not those that choose other data, nor those that hide errors in
 * it.
 */
final class ReaderOptions {

  /** The allowed values of an option. */
  private record Value(String description, Predicate<String> allowed) {}

  private static final Value TEXT = new Value("any text", value -> true);
  private static final Value FLAG =
      new Value(
          "true or false",
          value -> Set.of("true", "false").contains(value.toLowerCase(Locale.ROOT)));
  private static final Value SEPARATOR = new Value("not empty", value -> !value.isEmpty());
  private static final Value CHARACTER =
      new Value("one character, or nothing for none", value -> value.length() <= 1);
  private static final Value COUNT =
      new Value(
          "a whole number from 1 to 1000000", value -> value.matches("[1-9][0-9]{0,5}|1000000"));
  private static final Value ENCODING =
      new Value("an encoding such as UTF-8 or ISO-8859-1", ReaderOptions::isEncoding);
  private static final Value PATTERN =
      new Value("a pattern such as yyyy-MM-dd HH:mm:ss", ReaderOptions::isPattern);
  private static final Value ZONE =
      new Value("a time zone such as UTC or Europe/Berlin", ReaderOptions::isZone);

  private static final Value NUMBER =
      new Value("a whole number", value -> value.matches("[0-9]{1,19}"));
  private static final Value TIME =
      new Value("a time such as 2026-01-31T12:00:00Z", ReaderOptions::isTime);

  private static final Map<String, Value> TEXT_FORMATS =
      Map.ofEntries(
          Map.entry("multiLine", FLAG),
          Map.entry("encoding", ENCODING),
          Map.entry("charset", ENCODING),
          Map.entry("lineSep", SEPARATOR),
          Map.entry("locale", TEXT),
          Map.entry("timeZone", ZONE),
          Map.entry("dateFormat", PATTERN),
          Map.entry("timestampFormat", PATTERN),
          Map.entry("timestampNTZFormat", PATTERN));

  private static final Map<String, Value> CSV =
      Map.ofEntries(
          Map.entry("header", FLAG),
          Map.entry("delimiter", SEPARATOR),
          Map.entry("sep", SEPARATOR),
          Map.entry("quote", CHARACTER),
          Map.entry("escape", CHARACTER),
          Map.entry("charToEscapeQuoteEscaping", CHARACTER),
          Map.entry("comment", CHARACTER),
          Map.entry("ignoreLeadingWhiteSpace", FLAG),
          Map.entry("ignoreTrailingWhiteSpace", FLAG),
          Map.entry("nullValue", TEXT),
          Map.entry("emptyValue", TEXT),
          Map.entry("nanValue", TEXT),
          Map.entry("positiveInf", TEXT),
          Map.entry("negativeInf", TEXT),
          Map.entry("maxColumns", COUNT),
          Map.entry("maxCharsPerColumn", COUNT));

  private static final Map<String, Value> JSON =
      List.of(
              "primitivesAsString",
              "allowComments",
              "allowUnquotedFieldNames",
              "allowSingleQuotes",
              "allowNumericLeadingZeros",
              "allowNonNumericNumbers",
              "allowBackslashEscapingAnyCharacter",
              "allowUnquotedControlChars")
          .stream()
          .collect(Collectors.toMap(Function.identity(), name -> FLAG));

  private static final Map<String, Value> COLUMNAR = Map.of("mergeSchema", FLAG);

  private static final Map<Format, Map<String, Value>> KNOWN = new EnumMap<>(Format.class);

  static {
    KNOWN.put(Format.CSV, ignoringCase(TEXT_FORMATS, CSV));
    KNOWN.put(Format.JSON, ignoringCase(TEXT_FORMATS, JSON));
    KNOWN.put(Format.PARQUET, ignoringCase(COLUMNAR, Map.of()));
    KNOWN.put(Format.ORC, ignoringCase(COLUMNAR, Map.of()));
    KNOWN.put(
        Format.DELTA, ignoringCase(Map.of("versionAsOf", NUMBER, "timestampAsOf", TIME), Map.of()));
    KNOWN.put(
        Format.ICEBERG,
        ignoringCase(Map.of("snapshot-id", NUMBER, "as-of-timestamp", NUMBER), Map.of()));
  }

  private static final String SCHEMA =
      "cannot be set: the schema is inferred from a sample; use dataset.schema for another one";
  private static final String SELECTION =
      "cannot be set: it would read other objects than s3Path names; use a pattern there, such as data/*.csv";
  private static final String SILENT =
      "cannot be set: it would leave data out without a word; remove it";
  private static final String OWN = "is set by the runner; remove it";

  private static final Map<String, String> REFUSED =
      ignoringCase(
          Map.ofEntries(
              Map.entry("path", "cannot be set: use s3Path"),
              Map.entry("paths", "cannot be set: use s3Path"),
              Map.entry("mode", "cannot be set: use dataset.badRecords, Fail or Drop"),
              Map.entry("inferSchema", SCHEMA),
              Map.entry("samplingRatio", SCHEMA),
              Map.entry("prefersDecimal", SCHEMA),
              Map.entry("dropFieldIfAllNull", SCHEMA),
              Map.entry("basePath", SELECTION),
              Map.entry("pathGlobFilter", SELECTION),
              Map.entry("modifiedAfter", SELECTION),
              Map.entry("modifiedBefore", SELECTION),
              Map.entry("ignoreCorruptFiles", SILENT),
              Map.entry("ignoreMissingFiles", SILENT),
              Map.entry("recursiveFileLookup", OWN),
              Map.entry("enforceSchema", OWN),
              Map.entry("columnPruning", OWN),
              Map.entry("columnNameOfCorruptRecord", OWN),
              Map.entry("enableDateTimeParsingFallback", OWN),
              Map.entry(
                  "compression",
                  "cannot be set: an object's compression is known by its name, such as .csv.gz")),
          Map.of());

  private ReaderOptions() {}

  /** Why an option is refused; empty if it is not. */
  static Optional<String> problemWith(Format format, String name, String value) {
    String refused = REFUSED.get(name);
    if (refused != null) {
      return Optional.of("'%s' %s".formatted(Shown.of(value), refused));
    }
    Value known = KNOWN.get(format).get(name);
    if (known == null) {
      return Optional.of(
          Spelling.nearest(name, KNOWN.get(format).keySet())
              .map(
                  near ->
                      "is not an option for %s; did you mean %s?"
                          .formatted(format.wireName(), near))
              .orElseGet(
                  () ->
                      "is not an option for %s; known are %s"
                          .formatted(
                              format.wireName(), String.join(", ", KNOWN.get(format).keySet()))));
    }
    return known.allowed().test(value)
        ? Optional.empty()
        : Optional.of("'%s' must be %s".formatted(Shown.of(value), known.description()));
  }

  static boolean isEncoding(String name) {
    try {
      return Charset.isSupported(name);
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }

  private static boolean isPattern(String pattern) {
    try {
      DateTimeFormatter.ofPattern(pattern);
      return !pattern.isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isTime(String time) {
    try {
      Instant.parse(time);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isZone(String name) {
    try {
      ZoneId.of(name);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static <V> Map<String, V> ignoringCase(Map<String, V> some, Map<String, V> others) {
    Map<String, V> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(some);
    all.putAll(others);
    return all;
  }
}
