// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;

/**
 * Finds texts that do not match the CRD's pattern and numbers outside its range, for API servers
 * that do not check them. Patterns and ranges are those of the spec's own annotations, from which
 * the CRD is generated. Lists have checks of their own.
 */
final class SchemaCheck {

  private final Collection<String> known;
  private final Violations violations = new Violations();

  private SchemaCheck(Collection<String> known) {
    this.known = known;
  }

  /**
   * The violations.
   *
   * @param known the fields for which there is a better message already
   */
  static List<Violation> violations(SparkBenchmarkJobSpec spec, Collection<String> known) {
    SchemaCheck check = new SchemaCheck(known);
    check.fields("spec.", spec);
    return check.violations.toList();
  }

  /** Whether a text is of the pattern of its field, such as one in a list. */
  static boolean fits(Class<? extends Record> type, String field, String text) {
    return text.matches(pattern(type, field).value());
  }

  private void fields(String parent, Record part) {
    for (RecordComponent component : part.getClass().getRecordComponents()) {
      Object value = value(component, part);
      String field = parent + component.getName();
      if (value instanceof Record below) {
        fields(field + ".", below);
      } else if (value instanceof String text && !known.contains(field)) {
        check(field, pattern(part.getClass(), component.getName()), text);
      } else if (value instanceof Integer number && !known.contains(field)) {
        check(field, declared(part.getClass(), component.getName()), number);
      }
    }
  }

  private void check(String field, Pattern pattern, String text) {
    if (pattern != null && !text.matches(pattern.value())) {
      violations.add(
          new Violation(field, "'%s' must match %s".formatted(Shown.of(text), pattern.value())));
    }
  }

  private void check(String field, Field declared, int number) {
    Min min = declared.getAnnotation(Min.class);
    Max max = declared.getAnnotation(Max.class);
    if (min == null || max == null) {
      throw new IllegalStateException(
          field + " has no range; annotate it with Min and Max, which the CRD then has, too");
    }
    if (number < min.value() || number > max.value()) {
      violations.add(
          field, "%d must be from %d to %d", number, (long) min.value(), (long) max.value());
    }
  }

  private static Pattern pattern(Class<?> type, String name) {
    return declared(type, name).getAnnotation(Pattern.class);
  }

  private static Field declared(Class<?> type, String name) {
    try {
      return type.getDeclaredField(name);
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object value(RecordComponent component, Record part) {
    try {
      return component.getAccessor().invoke(part);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
