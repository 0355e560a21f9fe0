/** Works for the tenant that is set for the transaction, and sees no other's rows. */
export const API_ROLE = 'aiprod_api';

/** Works across tenants: workers, the relay, the sweeper, sign-in. Neither role may change the schema or bypass a policy. */
export const KERNEL_ROLE = 'aiprod_kernel';

export type DatabaseRole = typeof API_ROLE | typeof KERNEL_ROLE;

/**
 * Makes the roles where there are none, and makes whoever migrates a member of both. Roles belong to the server, not to the
 * database, so somebody else may be making them at the same moment.
 */
export const ENSURE_ROLES = `
DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['${API_ROLE}', '${KERNEL_ROLE}'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      EXCEPTION
        WHEN duplicate_object OR unique_violation THEN NULL;
        WHEN insufficient_privilege THEN
          RAISE EXCEPTION '% may not create roles: let an administrator of the server run "CREATE ROLE ${API_ROLE}; CREATE ROLE ${KERNEL_ROLE}; GRANT ${API_ROLE}, ${KERNEL_ROLE} TO %"', current_user, quote_ident(current_user);
      END;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = wanted AND (rolsuper OR rolbypassrls)) THEN
      RAISE EXCEPTION 'the role % bypasses row-level security, so tenants would not be kept apart: ALTER ROLE % NOSUPERUSER NOBYPASSRLS', wanted, wanted;
    END IF;
    IF NOT pg_has_role(current_user, wanted, 'USAGE') THEN
      BEGIN
        EXECUTE format('GRANT %I TO %I', wanted, current_user);
      EXCEPTION WHEN internal_error OR unique_violation THEN
        -- Somebody else changed the same membership at the same moment.
        IF NOT pg_has_role(current_user, wanted, 'USAGE') THEN RAISE; END IF;
      END;
    END IF;
  END LOOP;
  IF pg_has_role('${API_ROLE}', '${KERNEL_ROLE}', 'MEMBER') THEN
    RAISE EXCEPTION '${API_ROLE} is a member of ${KERNEL_ROLE}, so tenants would not be kept apart: REVOKE ${KERNEL_ROLE} FROM ${API_ROLE}';
  END IF;
END $$`;
