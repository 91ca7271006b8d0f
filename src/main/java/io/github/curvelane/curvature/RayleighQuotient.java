package io.github.curvelane.curvature;

/**
 * The curvature of a symmetric matrix M along a vector v of norm 1.
 *
 * @param value λ = vᵀMv, between the smallest eigenvalue and the largest
 * @param residual ‖Mv − λv‖: an eigenvalue of M lies at most this far from λ
 */
public record RayleighQuotient(double value, double residual) {}
