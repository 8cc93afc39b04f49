// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import java.util.Collections;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;

/**
 * What the entries of a feature vector and the values of the label stand for.
 *
 * @param names of the entries, such as {@code quantity} or {@code region=europe}
 * @param units what an entry has to be multiplied with to be in the column's own unit; 1 where it
 *     was not scaled
 * @param constants what has to be added then: the value of an entry that is the same in every row,
 *     which scaling turns into 0; else 0
 * @param classes the label's values in the order of their numbers; empty where it is a number
 * @param maxCategories the largest number of values of an entry that is the number of a category; 0
 *     where there is none
 */
public record FeatureSpace(
    List<String> names,
    List<Double> units,
    List<Double> constants,
    List<String> classes,
    int maxCategories) {

  /** Where there are no feature vectors. */
  public static final FeatureSpace NONE = unscaled(List.of());

  /** Copies the lists. */
  public FeatureSpace {
    names = List.copyOf(names);
    units = List.copyOf(units);
    constants = List.copyOf(constants);
    classes = List.copyOf(classes);
  }

  /** Entries that are as they are in the dataset, and no label. */
  public static FeatureSpace unscaled(List<String> names) {
    return new FeatureSpace(
        names,
        Collections.nCopies(names.size(), 1.0),
        Collections.nCopies(names.size(), 0.0),
        List.of(),
        0);
  }

  /** A vector in the columns' own units. */
  public double[] inUnits(Vector vector) {
    double[] values = vector.toArray().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] * units.get(i) + constants.get(i);
    }
    return values;
  }

  /** The number of entries. */
  public int size() {
    return names.size();
  }
}
