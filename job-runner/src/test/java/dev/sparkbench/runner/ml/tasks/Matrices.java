// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import java.util.Arrays;

/** Linear algebra written out, so that nothing of Spark's is compared with itself. */
final class Matrices {

  private Matrices() {}

  /** Solves a system of equations by Gaussian elimination with partial pivoting. */
  static double[] solve(double[][] matrix, double[] right) {
    int n = right.length;
    double[][] a = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    double[] b = right.clone();
    for (int column = 0; column < n; column++) {
      int pivot = column;
      for (int row = column + 1; row < n; row++) {
        pivot = Math.abs(a[row][column]) > Math.abs(a[pivot][column]) ? row : pivot;
      }
      double[] swapped = a[column];
      a[column] = a[pivot];
      a[pivot] = swapped;
      double value = b[column];
      b[column] = b[pivot];
      b[pivot] = value;
      for (int row = 0; row < n; row++) {
        if (row != column) {
          double factor = a[row][column] / a[column][column];
          for (int i = column; i < n; i++) {
            a[row][i] -= factor * a[column][i];
          }
          b[row] -= factor * b[column];
        }
      }
    }
    for (int i = 0; i < n; i++) {
      b[i] /= a[i][i];
    }
    return b;
  }

  /** The means of the columns. */
  static double[] means(double[][] rows) {
    double[] means = new double[rows[0].length];
    for (double[] row : rows) {
      for (int i = 0; i < means.length; i++) {
        means[i] += row[i] / rows.length;
      }
    }
    return means;
  }

  /**
   * The covariances of the columns.
   *
   * @param divisor what the sums of products are divided by
   */
  static double[][] covariances(double[][] rows, double divisor) {
    double[] means = means(rows);
    double[][] covariances = new double[means.length][means.length];
    for (double[] row : rows) {
      for (int i = 0; i < means.length; i++) {
        for (int j = 0; j < means.length; j++) {
          covariances[i][j] += (row[i] - means[i]) * (row[j] - means[j]) / divisor;
        }
      }
    }
    return covariances;
  }

  /** The eigenvector of the largest eigenvalue, by power iteration. */
  static double[] principal(double[][] matrix) {
    double[] vector = new double[matrix.length];
    Arrays.fill(vector, 1);
    for (int i = 0; i < 10_000; i++) {
      double[] next = new double[vector.length];
      for (int row = 0; row < vector.length; row++) {
        next[row] = dot(matrix[row], vector);
      }
      double length = Math.sqrt(dot(next, next));
      vector = Arrays.stream(next).map(value -> value / length).toArray();
    }
    return vector;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }
}
