// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Amounts of CPU, memory and other resources, in Kubernetes' notation. */
final class Quantities {

  private static final List<String> BINARY_UNITS = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi");
  private static final BigInteger BINARY_STEP = BigInteger.valueOf(1024);

  private Quantities() {}

  /** The amount; empty if it is missing or invalid. */
  static Optional<BigDecimal> read(JsonNode quantity) {
    if (quantity.isMissingNode() || quantity.isNull()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Quantity.getAmountInBytes(Quantity.parse(quantity.asText())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The amount as the server writes it: whole numbers, thousandths, or units of memory. */
  static String text(String resource, BigDecimal amount) {
    if (amount.stripTrailingZeros().scale() > 0) {
      return amount.movePointRight(3).toBigInteger() + "m";
    }
    BigInteger whole = amount.toBigInteger();
    if (!resource.endsWith("memory") && !resource.endsWith("storage")) {
      return whole.toString();
    }
    int unit = 0;
    while (unit < BINARY_UNITS.size() - 1
        && whole.signum() > 0
        && whole.mod(BINARY_STEP).signum() == 0) {
      whole = whole.divide(BINARY_STEP);
      unit++;
    }
    return whole + BINARY_UNITS.get(unit);
  }
}
