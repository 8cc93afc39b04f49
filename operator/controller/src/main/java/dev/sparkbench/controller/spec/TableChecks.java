// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import dev.sparkbench.api.resource.DatasetSpec.Format;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks tables that are read in addition to the dataset, one after the other. */
final class TableChecks {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  /** The message about an invalid name. */
  static final String NO_NAME =
      "'%s' is not a valid name of a table; give a letter from a to z and up to 62 of a-z, 0-9 and _";

  private final String field;
  private final String main;
  private final String remedy;
  private final Locations locations;
  private final Violations problems;
  private final Set<String> seen = new HashSet<>();
  private final Set<Format> logged = EnumSet.noneOf(Format.class);

  /**
   * Creates the checks for one list of tables.
   *
   * @param field the list's field in problems
   * @param main the dataset's name among them
   * @param remedy for a table that has this name too
   * @param format the dataset's format, as far as it is known
   */
  TableChecks(
      String field,
      String main,
      String remedy,
      Optional<Format> format,
      Locations locations,
      Violations problems) {
    this.field = field;
    this.main = main;
    this.remedy = remedy;
    this.locations = locations;
    this.problems = problems;
    seen.add(main);
    takeDown(format);
  }

  /** Whether a table may have this name. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * Checks the next table.
   *
   * @param path the table's field in problems
   */
  void check(String path, String name, String s3Path, Optional<Format> format) {
    String known = String.valueOf(name);
    if (!isName(known)) {
      problems.add(path + ".name", NO_NAME, known);
    } else if (!seen.add(known)) {
      problems.add(
          path + ".name",
          known.equals(main)
              ? "'%s' is the name of the dataset too; " + remedy
              : "'%s' is there twice; names of tables must be unique",
          known);
    }
    takeDown(format);
    locations.find(path + ".s3Path", s3Path, problems);
  }

  /** Checks all tables together. */
  void end() {
    if (logged.size() > 1) {
      problems.add(
          field,
          "are of the formats delta and iceberg, whose jars do not go together; use one of the two");
    }
  }

  private void takeDown(Optional<Format> format) {
    format.filter(one -> one == Format.DELTA || one == Format.ICEBERG).ifPresent(logged::add);
  }
}
