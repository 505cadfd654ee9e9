/**
 * What the answers of a site tell browsers; today's sites say nothing of it themselves. Nobody may show a page in a frame,
 * turn its addresses or forms elsewhere or embed plug-ins in it; types are not guessed, addresses not passed on, and the
 * host is asked by HTTPS only, for a year after each answer. Where scripts and connections may go is the site's to say:
 * Next.js starts pages with inline scripts, and only it knows their nonces.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
};
