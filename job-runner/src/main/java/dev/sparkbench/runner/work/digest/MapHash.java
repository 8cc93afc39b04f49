// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work.digest;

import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.catalyst.util.MapData;

/** The hash of a map, whose entries have no order. */
final class MapHash extends ValueHash {

  private static final long serialVersionUID = 1L;

  private final ValueHash key;
  private final ValueHash value;

  MapHash(ValueHash key, ValueHash value) {
    super(Kind.MAP);
    this.key = key;
    this.value = value;
  }

  @Override
  long of(SpecializedGetters row, int i, long before) {
    MapData map = row.getMap(i);
    long sum = 0;
    for (int n = 0; n < map.numElements(); n++) {
      sum += value.hash(map.valueArray(), n, key.hash(map.keyArray(), n, before));
    }
    return XXH64.hashLong(sum, XXH64.hashLong(map.numElements(), before));
  }

  @Override
  void floats(SpecializedGetters row, int i, long hash, FloatSums[] sums) {
    MapData map = row.getMap(i);
    for (int n = 0; n < map.numElements(); n++) {
      long entry = key.hash(map.keyArray(), n, hash);
      key.addFloats(map.keyArray(), n, entry, sums);
      value.addFloats(map.valueArray(), n, entry, sums);
    }
  }
}
