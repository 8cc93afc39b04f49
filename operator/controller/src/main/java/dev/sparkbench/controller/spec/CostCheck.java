// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import dev.sparkbench.api.resource.CostSpec;
import dev.sparkbench.api.resource.InstanceTypePrice;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks prices. */
final class CostCheck {

  private static final Pattern PRICE = Pattern.compile("[0-9]{1,9}([.][0-9]{1,9})?");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Pattern INSTANCE_TYPE =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
  private static final int MAX_PRICES = 32;

  private final Violations violations = new Violations();

  private CostCheck() {}

  static List<Violation> violations(CostSpec cost) {
    CostCheck check = new CostCheck();
    check.check(cost);
    return check.violations.toList();
  }

  private void check(CostSpec cost) {
    price("executorHourPrice", String.valueOf(cost.executorHourPrice()));
    instanceTypes(cost.instanceTypes());
    if (cost.driverHourPrice() != null) {
      price("driverHourPrice", cost.driverHourPrice());
    }
    if (cost.currency() != null && !CURRENCY.matcher(cost.currency()).matches()) {
      violations.add(
          "spec.cost.currency", "'%s' must be three capital letters, such as EUR", cost.currency());
    }
  }

  private void instanceTypes(List<InstanceTypePrice> types) {
    String field = "spec.cost.instanceTypes";
    if (types.size() > MAX_PRICES) {
      violations.add(field, "has %d prices; give at most %d", types.size(), MAX_PRICES);
    }
    Set<String> seen = new HashSet<>();
    for (InstanceTypePrice type : types) {
      String name = String.valueOf(type.name());
      if (!INSTANCE_TYPE.matcher(name).matches()) {
        violations.add(
            field + ".name",
            "'%s' is not an instance type; give the value of the nodes' label node.kubernetes.io/instance-type",
            name);
      } else if (!seen.add(name)) {
        violations.add(
            field + ".name", "'%s' is there twice; give one price for each instance type", name);
      }
      price("instanceTypes.executorHourPrice", String.valueOf(type.executorHourPrice()));
    }
  }

  private void price(String field, String price) {
    if (!PRICE.matcher(price).matches()) {
      violations.add(
          "spec.cost." + field, "'%s' must be a decimal number in quotes, such as \"0.36\"", price);
    }
  }
}
