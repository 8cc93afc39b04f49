// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Checks by its first word whether a text can be a query. In Spark's grammar, a query begins with
 * one of five words, after comments and opening parentheses. Only Spark's parser can be certain;
 * the runner asks it before it runs anything.
 */
final class QueryText {

  private static final List<String> FIRST_WORDS =
      List.of("SELECT", "WITH", "FROM", "VALUES", "TABLE");

  private QueryText() {}

  /** Why a text is not a query; empty if it may be one. */
  static Optional<String> problemWith(String text) {
    String word = firstWord(text);
    if (FIRST_WORDS.contains(word)) {
      return Optional.empty();
    }
    if (word.isEmpty()) {
      return Optional.of(
          text.substring(start(text)).isBlank()
              ? "has no query in it; give one, such as SELECT … FROM …"
              : "begins with '%s'; a query begins with %s"
                  .formatted(Shown.of(text.substring(start(text)).strip(), 20), firstWords()));
    }
    return Optional.of(
        "begins with %s; %s"
            .formatted(
                Shown.of(word, 20),
                Spelling.nearest(word, FIRST_WORDS)
                    .map("did you mean %s?"::formatted)
                    .orElseGet(
                        () ->
                            "only queries can be measured, which begin with %s; for work that writes or sets something, use type application"
                                .formatted(firstWords()))));
  }

  private static String firstWords() {
    return String.join(", ", FIRST_WORDS.subList(0, FIRST_WORDS.size() - 1))
        + " or "
        + FIRST_WORDS.get(FIRST_WORDS.size() - 1);
  }

  private static String firstWord(String text) {
    int start = start(text);
    int end = start;
    while (end < text.length() && isPartOfAWord(text.charAt(end))) {
      end++;
    }
    return text.substring(start, end).toUpperCase(Locale.ROOT);
  }

  private static boolean isPartOfAWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  /** The position after spaces, comments and opening parentheses. */
  private static int start(String text) {
    int at = 0;
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '(') {
        at++;
      } else if (text.startsWith("--", at)) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end + 1;
      } else if (text.startsWith("/*", at) && !text.startsWith("/*+", at)) {
        at = endOfComment(text, at);
      } else {
        return at;
      }
    }
    return at;
  }

  /** The end of a bracketed comment, which may contain other comments. */
  private static int endOfComment(String text, int start) {
    int depth = 0;
    int at = start;
    while (at < text.length()) {
      if (text.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (text.startsWith("*/", at)) {
        depth--;
        at += 2;
        if (depth == 0) {
          return at;
        }
      } else {
        at++;
      }
    }
    return at;
  }
}
