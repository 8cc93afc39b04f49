// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import com.google.common.collect.Iterators;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A table of TPC-H.
 *
 * @param <E> its rows in the generator
 */
final class TpchSuiteTable<E extends TpchEntity> implements SuiteTable {

  private static final int PRECISION = 12;
  private static final int CENTS = 2;

  private final TpchTable<E> table;
  private final List<TpchColumn<E>> columns;
  private final double bytesAtScaleOne;

  private TpchSuiteTable(TpchTable<E> table, double megabytesAtScaleOne) {
    this.table = table;
    this.columns = table.getColumns();
    this.bytesAtScaleOne = megabytesAtScaleOne * 1e6;
  }

  /** All tables. Their sizes are a hundred times the sizes measured at scale 0.01. */
  static List<SuiteTable> all() {
    return List.of(
        new TpchSuiteTable<>(TpchTable.CUSTOMER, 13),
        new TpchSuiteTable<>(TpchTable.LINE_ITEM, 186),
        new TpchSuiteTable<>(TpchTable.NATION, 0),
        new TpchSuiteTable<>(TpchTable.ORDERS, 53),
        new TpchSuiteTable<>(TpchTable.PART, 7),
        new TpchSuiteTable<>(TpchTable.PART_SUPPLIER, 44),
        new TpchSuiteTable<>(TpchTable.REGION, 0),
        new TpchSuiteTable<>(TpchTable.SUPPLIER, 1));
  }

  @Override
  public String name() {
    return table.getTableName();
  }

  @Override
  public StructType schema() {
    StructType schema = new StructType();
    for (TpchColumn<E> column : columns) {
      schema = schema.add(column.getColumnName(), type(column));
    }
    return schema;
  }

  private static DataType type(TpchColumn<?> column) {
    return switch (column.getType().getBase()) {
      case IDENTIFIER -> DataTypes.LongType;
      case INTEGER -> DataTypes.IntegerType;
      case DATE -> DataTypes.DateType;
      // Amounts of money, and quantities.
      case DOUBLE -> DataTypes.createDecimalType(PRECISION, CENTS);
      case VARCHAR -> DataTypes.StringType;
    };
  }

  @Override
  public long bytes(Scale scale) {
    return Math.round(bytesAtScaleOne * scale.factor());
  }

  @Override
  public boolean isDivisible() {
    return bytesAtScaleOne > 0;
  }

  @Override
  public Iterator<InternalRow> rows(Scale scale, int part, int parts) {
    Object[] values = new Object[columns.size()];
    InternalRow row = new GenericInternalRow(values);
    return Iterators.transform(
        table.createGenerator(scale.factor(), part + 1, parts).iterator(),
        entity -> {
          for (int i = 0; i < values.length; i++) {
            values[i] = value(columns.get(i), entity);
          }
          return row;
        });
  }

  private static <E extends TpchEntity> Object value(TpchColumn<E> column, E entity) {
    return switch (column.getType().getBase()) {
      case IDENTIFIER -> column.getIdentifier(entity);
      case INTEGER -> column.getInteger(entity);
      case DATE -> column.getDate(entity);
      // In cents, which is exact.
      case DOUBLE -> Decimal.createUnsafe(column.getIdentifier(entity), PRECISION, CENTS);
      case VARCHAR -> UTF8String.fromString(column.getString(entity));
    };
  }
}
