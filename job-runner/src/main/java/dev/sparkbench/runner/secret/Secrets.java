// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.secret;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The secrets that this process knows. They are removed from texts that others will read: messages,
 * and logs that are kept.
 *
 * @param values longest first, so that no part of a secret is left
 */
public record Secrets(List<String> values) {

  // Shorter values may be words of any text.
  private static final int SHORTEST = 8;

  private static final Pattern SECRET_VARIABLE =
      Pattern.compile(
          "secret|password|passwd|token|credential|(?:access|private|api|auth|account)_?key",
          Pattern.CASE_INSENSITIVE);

  // The length is limited, because a log may contain a word of a megabyte.
  private static final Pattern IN_URL = Pattern.compile("(?<=://)[^/\\s@]{1,256}+@");

  private static final Pattern ASSIGNED =
      Pattern.compile("(?<![\\w.-])([\\w.-]{1,128}+)=([^\\s&,;\"']++)");

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "secret|password|passwd|token|credential|signature|encryption\\.key|(?:access|private|api|auth|account)[._-]?key",
          Pattern.CASE_INSENSITIVE);

  /** Copies the values. */
  public Secrets {
    values = List.copyOf(values);
  }

  /** The secrets in Spark's properties and in environment variables. */
  public static Secrets of(Map<String, String> properties, Map<String, String> environment) {
    Stream<String> hidden =
        properties.entrySet().stream()
            .filter(entry -> !Redaction.isShown(entry.getKey(), entry.getValue()))
            .map(Map.Entry::getValue);
    Stream<String> variables =
        environment.entrySet().stream()
            .filter(entry -> SECRET_VARIABLE.matcher(entry.getKey()).find())
            .map(Map.Entry::getValue);
    return new Secrets(
        Stream.concat(hidden, variables)
            .filter(value -> value.length() >= SHORTEST)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList());
  }

  /** The text without these secrets. A JSON document remains valid. */
  public String valuesRemovedFrom(String text) {
    String safe = text;
    for (String value : values) {
      safe = safe.replace(value, Redaction.REDACTED);
    }
    return safe;
  }

  /** The text without these secrets, and without everything else that looks like a secret. */
  public String removedFrom(String text) {
    String safe = valuesRemovedFrom(text);
    safe = IN_URL.matcher(safe).replaceAll(Matcher.quoteReplacement(Redaction.REDACTED) + "@");
    return ASSIGNED
        .matcher(safe)
        .replaceAll(
            assigned ->
                Matcher.quoteReplacement(
                    SECRET_NAME.matcher(assigned.group(1)).find()
                        ? assigned.group(1) + "=" + Redaction.REDACTED
                        : assigned.group()));
  }
}
