package dev.sparkbench.runner.ml;

import java.util.List;

/**
 * What the entries of a feature vector and the values of the label stand for.
 *
 * @param names of the entries, such as {@code quantity} or {@code region=europe}
 * @param units what an entry has to be multiplied with to be in the column's own unit; 1 where it
 *     was not scaled
 * @param classes the label's values in the order of their numbers; empty where it is a number
 * @param maxCategories the largest number of values of an entry that is the number of a category; 0
 *     where there is none
 */
public record FeatureSpace(
    List<String> names, List<Double> units, List<String> classes, int maxCategories) {

  /** Where there are no feature vectors. */
  public static final FeatureSpace NONE = new FeatureSpace(List.of(), List.of(), List.of(), 0);

  /** Copies the lists. */
  public FeatureSpace {
    names = List.copyOf(names);
    units = List.copyOf(units);
    classes = List.copyOf(classes);
  }

  /** The number of entries. */
  public int size() {
    return names.size();
  }
}
