// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import java.time.DateTimeException;
import java.time.LocalDate;

/** The formats that a text may have; narrower ones before wider ones. */
public enum TextFormat {
  /** {@code true} or {@code false}, in any case. */
  BOOLEAN("boolean") {
    @Override
    boolean reads(String text) {
      return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    }
  },
  /** A whole number of up to 18 digits. */
  INTEGER("integer") {
    @Override
    boolean reads(String text) {
      int start = afterSign(text);
      int digits = digits(text, start);
      return digits > 0 && digits <= LONG_DIGITS && start + digits == text.length();
    }
  },
  /** A number, with a fraction and an exponent or without. */
  NUMBER("number") {
    @Override
    boolean reads(String text) {
      int start = afterSign(text);
      int whole = digits(text, start);
      int at = start + whole;
      int fraction = 0;
      if (is(text, at, '.')) {
        fraction = digits(text, at + 1);
        at += 1 + fraction;
      }
      if (is(text, at, 'e') || is(text, at, 'E')) {
        int exponent = at + 1 + (is(text, at + 1, '-') || is(text, at + 1, '+') ? 1 : 0);
        int digits = digits(text, exponent);
        at = digits == 0 ? -1 : exponent + digits;
      }
      return whole + fraction > 0 && at == text.length();
    }
  },
  /** A date, as 2024-02-29. */
  DATE("date") {
    @Override
    boolean reads(String text) {
      return text.length() == DATE_LENGTH && startsWithDate(text);
    }
  },
  /** A date and a time, as 2024-02-29T12:30:00.5Z: seconds, fraction and zone can be absent. */
  TIMESTAMP("timestamp") {
    @Override
    boolean reads(String text) {
      if (!startsWithDate(text) || !(is(text, DATE_LENGTH, 'T') || is(text, DATE_LENGTH, ' '))) {
        return false;
      }
      int at = afterTime(text, DATE_LENGTH + 1);
      return at > 0 && isZone(text, at);
    }
  };

  private static final int LONG_DIGITS = 18;
  private static final int DATE_LENGTH = 10;

  private final String wireName;

  TextFormat(String wireName) {
    this.wireName = wireName;
  }

  /** The name in outputs. */
  public String wireName() {
    return wireName;
  }

  abstract boolean reads(String text);

  private static boolean is(String text, int at, char c) {
    return at >= 0 && at < text.length() && text.charAt(at) == c;
  }

  private static int afterSign(String text) {
    return is(text, 0, '-') || is(text, 0, '+') ? 1 : 0;
  }

  /** The number of digits from a position on. */
  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - from;
  }

  private static boolean startsWithDate(String text) {
    if (digits(text, 0) != 4
        || !is(text, 4, '-')
        || digits(text, 5) != 2
        || !is(text, 7, '-')
        || digits(text, 8) != 2) {
      return false;
    }
    try {
      LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, DATE_LENGTH));
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** The end of a time that begins at a position; -1 if there is none. */
  private static int afterTime(String text, int from) {
    if (!twoDigits(text, from, 23) || !is(text, from + 2, ':') || !twoDigits(text, from + 3, 59)) {
      return -1;
    }
    int at = from + 5;
    if (is(text, at, ':')) {
      if (!twoDigits(text, at + 1, 59)) {
        return -1;
      }
      at += 3;
      if (is(text, at, '.')) {
        int fraction = digits(text, at + 1);
        at = fraction == 0 ? -1 : at + 1 + fraction;
      }
    }
    return at;
  }

  private static boolean isZone(String text, int at) {
    if (at == text.length() || is(text, at, 'Z') && at + 1 == text.length()) {
      return true;
    }
    return (is(text, at, '+') || is(text, at, '-'))
        && at + 6 == text.length()
        && twoDigits(text, at + 1, 18)
        && is(text, at + 3, ':')
        && twoDigits(text, at + 4, 59);
  }

  private static boolean twoDigits(String text, int at, int max) {
    return digits(text, at) == 2 && number(text, at, at + 2) <= max;
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
