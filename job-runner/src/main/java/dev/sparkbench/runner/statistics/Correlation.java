package dev.sparkbench.runner.statistics;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.OptionalDouble;

/**
 * Pearson's correlation of each pair of some columns, each with itself included, over the rows in
 * which both have a value. As in {@link Moments}, values go in as their differences from a pivot of
 * their column.
 */
public final class Correlation implements Serializable {

  private static final long serialVersionUID = 1L;

  private final BigDecimal[] pivots;

  // The mean of each column so far, minus its pivot: a good centre for the next batch.
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

  /** Makes a state without values for so many columns. */
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
    for (int c = 0; c < columns; c++) {
      center(c, deltas[c], present[c], rows);
      for (int i = 0; i < rows; i++) {
        sums[c] += deltas[c][i];
        squares[c] += deltas[c][i] * deltas[c][i];
      }
    }
    for (int x = 0; x < columns; x++) {
      for (int y = x; y < columns; y++) {
        if (present[x] == null && present[y] == null) {
          double product = product(deltas[x], deltas[y], rows);
          merge(x, y, rows, sums[x], sums[y], squares[x], squares[y], product);
        } else {
          addPresent(x, y, deltas, present, rows);
        }
      }
    }
  }

  /** Subtracts the mean so far; what is absent becomes 0. */
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
      deltas[i] = present == null || present[i] ? deltas[i] - center : 0;
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

  private void addPresent(int x, int y, double[][] deltas, boolean[][] present, int rows) {
    long n = 0;
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double syy = 0;
    double sxy = 0;
    for (int i = 0; i < rows; i++) {
      if ((present[x] == null || present[x][i]) && (present[y] == null || present[y][i])) {
        double dx = deltas[x][i];
        double dy = deltas[y][i];
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
    if (pair.xx == 0 || pair.yy == 0) {
      return OptionalDouble.empty();
    }
    // Of a column with itself by definition, and not but for rounding.
    double value = x == y ? pair.xx / pair.xx : pair.xy / Math.sqrt(pair.xx) / Math.sqrt(pair.yy);
    return OptionalDouble.of(
        Double.isFinite(value) ? Math.max(-1, Math.min(1, value)) : Double.NaN);
  }
}
