// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.statistics;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.OptionalDouble;

/**
 * Pearson's correlation of each pair of columns, including each column with itself, over the rows
 * in which both have a value. As in {@link Moments}, values are added as their differences from a
 * pivot of their column.
 */
public final class Correlation implements Serializable {

  private static final long serialVersionUID = 1L;

  private final BigDecimal[] pivots;

  // The mean of each column so far, minus its pivot; the next batch is centred on it.
  private final long[] counts;
  private final double[] centers;
  private final Pair[] pairs;

  /** Counts, means minus pivots, and sums of products of the differences from these. */
  private static final class Pair implements Serializable {

    private static final long serialVersionUID = 1L;

    private long count;
    private double meanX;
    private double meanY;
    private double xx;
    private double yy;
    private double xy;

    // The first value of each minus its pivot, and whether a different value followed. Sums of
    // squares do not show this: if a column is constant where the other one has values, they
    // consist of rounding errors.
    private double firstX;
    private double firstY;
    private boolean xVaries;
    private boolean yVaries;

    void merge(long n, double x, double y, double sumXx, double sumYy, double sumXy) {
      if (n == 0) {
        return;
      }
      double all = count + n;
      double dx = x - meanX;
      double dy = y - meanY;
      double weight = count / all * n;
      xx += sumXx + dx * dx * weight;
      yy += sumYy + dy * dy * weight;
      xy += sumXy + dx * dy * weight;
      meanX += dx * (n / all);
      meanY += dy * (n / all);
      count += n;
    }
  }

  /** By column and row, the differences from the mean so far; 0 for missing values. */
  private transient double[][] centered = {};

  /** Creates an empty state for a number of columns. */
  public Correlation(int columns) {
    this.pivots = new BigDecimal[columns];
    this.counts = new long[columns];
    this.centers = new double[columns];
    this.pairs = new Pair[columns * (columns + 1) / 2];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = new Pair();
    }
  }

  /** Sets the pivot of a column; it must come before the column's first value. */
  public void pivot(int column, BigDecimal pivot) {
    pivots[column] = pivot;
  }

  /**
   * Adds rows.
   *
   * @param deltas by column and row, the differences from the columns' pivots
   * @param present by column and row, whether there is a value; null for a column without nulls
   * @param rows how many rows
   */
  public void add(double[][] deltas, boolean[][] present, int rows) {
    int columns = centers.length;
    double[] sums = new double[columns];
    double[] squares = new double[columns];
    makeRoom(rows);
    for (int c = 0; c < columns; c++) {
      center(c, deltas[c], present[c], rows);
      for (int i = 0; i < rows; i++) {
        sums[c] += centered[c][i];
        squares[c] += centered[c][i] * centered[c][i];
      }
    }
    for (int x = 0; x < columns; x++) {
      for (int y = x; y < columns; y++) {
        lookForOthers(pair(x, y), deltas[x], deltas[y], present[x], present[y], rows);
        if (present[x] == null && present[y] == null) {
          double product = product(centered[x], centered[y], rows);
          merge(x, y, rows, sums[x], sums[y], squares[x], squares[y], product);
        } else {
          addPresent(x, y, present, rows);
        }
      }
    }
  }

  private void makeRoom(int rows) {
    int columns = centers.length;
    if (centered == null || centered.length < columns || columns > 0 && centered[0].length < rows) {
      centered = new double[columns][rows];
    }
  }

  /** Checks whether the columns vary in the rows in which both have a value. */
  private static void lookForOthers(
      Pair pair, double[] x, double[] y, boolean[] hasX, boolean[] hasY, int rows) {
    boolean none = pair.count == 0;
    for (int i = 0; i < rows && !(pair.xVaries && pair.yVaries); i++) {
      if ((hasX == null || hasX[i]) && (hasY == null || hasY[i])) {
        if (none) {
          pair.firstX = x[i];
          pair.firstY = y[i];
          none = false;
        }
        pair.xVaries |= x[i] != pair.firstX;
        pair.yVaries |= y[i] != pair.firstY;
      }
    }
  }

  /** Subtracts the mean so far; missing values become 0. */
  private void center(int column, double[] deltas, boolean[] present, int rows) {
    long n = 0;
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      if (present == null || present[i]) {
        sum += deltas[i];
        n++;
      }
    }
    if (n > 0) {
      counts[column] += n;
      centers[column] += (sum / n - centers[column]) * ((double) n / counts[column]);
    }
    double center = centers[column];
    for (int i = 0; i < rows; i++) {
      centered[column][i] = present == null || present[i] ? deltas[i] - center : 0;
    }
  }

  private static double product(double[] x, double[] y, int rows) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < rows; i += 4) {
      a += x[i] * y[i];
      b += x[i + 1] * y[i + 1];
      c += x[i + 2] * y[i + 2];
      d += x[i + 3] * y[i + 3];
    }
    for (; i < rows; i++) {
      a += x[i] * y[i];
    }
    return a + b + (c + d);
  }

  private void addPresent(int x, int y, boolean[][] present, int rows) {
    long n = 0;
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double syy = 0;
    double sxy = 0;
    for (int i = 0; i < rows; i++) {
      if ((present[x] == null || present[x][i]) && (present[y] == null || present[y][i])) {
        double dx = centered[x][i];
        double dy = centered[y][i];
        n++;
        sx += dx;
        sy += dy;
        sxx += dx * dx;
        syy += dy * dy;
        sxy += dx * dy;
      }
    }
    merge(x, y, n, sx, sy, sxx, syy, sxy);
  }

  private void merge(
      int x, int y, long n, double sx, double sy, double sxx, double syy, double sxy) {
    if (n > 0) {
      pair(x, y)
          .merge(
              n,
              centers[x] + sx / n,
              centers[y] + sy / n,
              sxx - sx * (sx / n),
              syy - sy * (sy / n),
              sxy - sx * (sy / n));
    }
  }

  /** Adds another state of the same columns. */
  public void merge(Correlation other) {
    int columns = centers.length;
    double[] apart = new double[columns];
    for (int c = 0; c < columns; c++) {
      if (pivots[c] == null) {
        pivots[c] = other.pivots[c];
      } else if (other.pivots[c] != null) {
        apart[c] = other.pivots[c].subtract(pivots[c]).doubleValue();
      }
    }
    for (int x = 0; x < columns; x++) {
      for (int y = x; y < columns; y++) {
        Pair from = other.pair(x, y);
        mergeVarying(pair(x, y), from, x, y, apart);
        pair(x, y)
            .merge(
                from.count,
                from.meanX + apart[x],
                from.meanY + apart[y],
                from.xx,
                from.yy,
                from.xy);
      }
    }
  }

  private void mergeVarying(Pair own, Pair other, int x, int y, double[] apart) {
    if (other.count == 0) {
      return;
    }
    double otherX = other.firstX + apart[x];
    double otherY = other.firstY + apart[y];
    if (own.count == 0) {
      own.firstX = otherX;
      own.firstY = otherY;
    }
    own.xVaries |= other.xVaries || differ(own.firstX, otherX, x, apart[x]);
    own.yVaries |= other.yVaries || differ(own.firstY, otherY, y, apart[y]);
  }

  /** Whether values differ by more than the rounding error of subtracting two pivots. */
  private boolean differ(double own, double other, int column, double apart) {
    double size = Math.max(Math.abs(own), Math.abs(apart));
    if (pivots[column] != null) {
      size = Math.max(size, Math.abs(pivots[column].doubleValue()));
    }
    // The negation also holds if one is NaN or infinite, which counts as different.
    return !(Math.abs(own - other) <= 4 * Math.ulp(size));
  }

  private Pair pair(int x, int y) {
    return pairs[x * (2 * centers.length - x + 1) / 2 + y - x];
  }

  /** In how many rows both columns have a value. */
  public long count(int x, int y) {
    return x <= y ? pair(x, y).count : pair(y, x).count;
  }

  /**
   * The correlation of two columns; NaN if a value was NaN or infinite, empty if one of them does
   * not vary.
   */
  public OptionalDouble of(int x, int y) {
    Pair pair = x <= y ? pair(x, y) : pair(y, x);
    if (!pair.xVaries || !pair.yVaries || pair.xx == 0 || pair.yy == 0) {
      return OptionalDouble.empty();
    }
    // A column with itself has 1 by definition; the formula would give it only up to rounding.
    double value = x == y ? pair.xx / pair.xx : pair.xy / Math.sqrt(pair.xx) / Math.sqrt(pair.yy);
    return OptionalDouble.of(
        Double.isFinite(value) ? Math.max(-1, Math.min(1, value)) : Double.NaN);
  }
}
