// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Suggests corrections of misspelt names. {@code s3Path}, {@code s3_path} and {@code S3-Path} are
 * spellings of one name.
 */
public final class Spelling {

  /** Longer names are not typing errors. */
  private static final int LONGEST = 64;

  private Spelling() {}

  /** The nearest known name, if it is near enough to be what the user meant. */
  public static Optional<String> nearest(String name, Collection<String> known) {
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    int most = Math.max(1, name.length() / 3);
    return known.stream()
        .filter(candidate -> distance(plain(name), plain(candidate)) <= most)
        .min(
            Comparator.<String>comparingInt(candidate -> distance(plain(name), plain(candidate)))
                .thenComparingInt(candidate -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Whether two names differ at most in case, underscores and hyphens. */
  public static boolean isSame(String one, String other) {
    return plain(one).equals(plain(other));
  }

  private static String plain(String name) {
    return name.replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
  }

  /** The number of characters to insert, remove, change, or exchange with the next one. */
  private static int distance(String a, String b) {
    int[][] of = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        of[i][j] =
            i == 0 || j == 0
                ? i + j
                : Math.min(
                    of[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1),
                    1 + Math.min(of[i - 1][j], of[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          of[i][j] = Math.min(of[i][j], 1 + of[i - 2][j - 2]);
        }
      }
    }
    return of[a.length()][b.length()];
  }
}
