package dev.sparkbench.runner.tasks;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * How the mean of a numeric column is put together from Spark aggregates. Spark's own {@code avg}
 * adds integers up as doubles and loses digits beyond 2⁵³; here integers and decimals are added
 * exactly and rounded once, at the end.
 */
sealed interface Mean {

  /** The way for a type. */
  static Mean of(DataType type) {
    if (type instanceof DecimalType decimal) {
      return new OfDecimals(decimal.precision(), decimal.scale());
    }
    if (type.equals(DataTypes.LongType)) {
      return new OfIntegers(3);
    }
    if (type.equals(DataTypes.IntegerType)) {
      return new OfIntegers(2);
    }
    if (type.equals(DataTypes.ShortType) || type.equals(DataTypes.ByteType)) {
      return new OfIntegers(1);
    }
    return new OfDoubles();
  }

  /** How many aggregates it takes. */
  int size();

  /** The aggregates to compute of a column. */
  List<Column> aggregates(Column column);

  /** The mean, from the values of the aggregates; empty if the column has no value. */
  Optional<Number> value(List<Object> values);

  /**
   * Integers, as the double next to the exact mean. Each is cut into pieces of 22 bits, which are
   * added apart: Spark's sums are 64 bits wide and wrap around silently, and those of 22-bit pieces
   * cannot within 2⁴¹ rows.
   *
   * @param pieces how many pieces a value of the type has
   */
  record OfIntegers(int pieces) implements Mean {

    private static final int BITS = 22;

    @Override
    public int size() {
      return 1 + pieces;
    }

    @Override
    public List<Column> aggregates(Column column) {
      List<Column> aggregates = new ArrayList<>();
      aggregates.add(functions.count(column));
      Column bits = column.cast(DataTypes.LongType);
      for (int i = 0; i < pieces; i++) {
        Column shifted = functions.shiftright(bits, i * BITS);
        boolean last = i == pieces - 1;
        aggregates.add(functions.sum(last ? shifted : shifted.bitwiseAND((1L << BITS) - 1)));
      }
      return aggregates;
    }

    @Override
    public Optional<Number> value(List<Object> values) {
      long count = (long) values.get(0);
      if (count == 0) {
        return Optional.empty();
      }
      BigInteger sum = BigInteger.ZERO;
      for (int i = 0; i < pieces; i++) {
        BigInteger piece = BigInteger.valueOf((long) values.get(1 + i));
        sum = sum.add(piece.shiftLeft(i * BITS));
      }
      return Optional.of(
          new BigDecimal(sum)
              .divide(BigDecimal.valueOf(count), MathContext.DECIMAL128)
              .doubleValue());
    }
  }

  /**
   * Decimals, as a decimal with four more digits after the point, as Spark's {@code avg} has it.
   * Spark's exact sum has ten digits more than the column but at most 38, and is null when it does
   * not fit; then the mean is the double that Spark computes.
   *
   * @param precision digits of the column
   * @param scale digits after the point
   */
  record OfDecimals(int precision, int scale) implements Mean {

    private static final int MORE_DIGITS = 4;

    // Up to here a sum of 10^10 rows fits.
    private static final int ALWAYS_FITS = 28;

    private boolean mayOverflow() {
      return precision > ALWAYS_FITS;
    }

    @Override
    public int size() {
      return mayOverflow() ? 3 : 2;
    }

    @Override
    public List<Column> aggregates(Column column) {
      Column count = functions.count(column);
      Column sum = functions.sum(column);
      return mayOverflow()
          ? List.of(count, sum, functions.avg(column.cast(DataTypes.DoubleType)))
          : List.of(count, sum);
    }

    @Override
    public Optional<Number> value(List<Object> values) {
      long count = (long) values.get(0);
      if (count == 0) {
        return Optional.empty();
      }
      if (values.get(1) == null && mayOverflow()) {
        return Optional.of((Double) values.get(2));
      }
      return Optional.of(
          ((BigDecimal) values.get(1))
              .divide(BigDecimal.valueOf(count), scale + MORE_DIGITS, RoundingMode.HALF_UP));
    }
  }

  /** Floats and doubles: Spark's sum of doubles over their count; NaN and infinities carry over. */
  record OfDoubles() implements Mean {

    @Override
    public int size() {
      return 1;
    }

    @Override
    public List<Column> aggregates(Column column) {
      return List.of(functions.avg(column));
    }

    @Override
    public Optional<Number> value(List<Object> values) {
      return Optional.ofNullable((Double) values.get(0));
    }
  }
}
