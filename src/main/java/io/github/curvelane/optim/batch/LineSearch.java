package io.github.curvelane.optim.batch;

/**
 * How far a method goes along a descent direction d: an immutable description. With φ(t) = E(θ +
 * td), a step t is sought from a first trial on, by values and slopes.
 *
 * <p>What all searches share:
 *
 * <ul>
 *   <li>A trial where φ or φ′ is NaN or +∞ shortens the step to a tenth of its way from the best
 *       step so far.
 *   <li>Values that differ by no more than ε = √u·|φ(0)|, u the unit roundoff of the precision, may
 *       differ by rounding alone where E's terms cancel, and are told apart by slopes: a trial is
 *       also accepted if φ(t) ≤ φ(0) + ε and c₂φ′(0) ≤ φ′(t) ≤ (2c₁ − 1)φ′(0), the <em>approximate
 *       Wolfe conditions</em> (Hager and Zhang 2005). The second half of the latter is the Armijo
 *       condition of the parabola through φ(0), φ′(0) and φ′(t).
 *   <li>No search makes more than 60 trials. One that ends without what it seeks gives the lowest
 *       trial, if it is below φ(0).
 *   <li>φ(t) = −∞, or a step that has grown by 2⁶⁶ and still falls, is {@link Reason#UNBOUNDED}.
 *   <li>Where no trial is below φ(0), the shortest whose value differs by more than ε tells why. If
 *       φ(t) − φ(0) and t·½(φ′(0) + φ′(t)) differ by half or more, the gradient is wrong, and the
 *       reason {@link Reason#LINE_SEARCH} with both quotients; if not, it is {@link
 *       Reason#ROUNDING}.
 * </ul>
 *
 * <p>Every formula is homogeneous in E: E times a power of two gives the same steps, digit by
 * digit.
 */
public sealed interface LineSearch permits Armijo, MoreThuente, HagerZhang {}
