package io.github.curvelane.optim;

/** A schedule that says how it was made. */
record NamedSchedule(String name, Schedule rates) implements Schedule {
  @Override
  public double rate(long k) {
    return rates.rate(k);
  }

  @Override
  public String toString() {
    return name;
  }
}
