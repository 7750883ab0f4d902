-- Records from before kinds were told: what they did follows from the action's name.
ALTER TABLE audit_userecord DISABLE TRIGGER audit_append_only;
UPDATE audit_userecord SET
    kind = CASE
        WHEN split_part(action, '.', 2) IN ('read', 'list', 'list_of_client', 'list_waiting', 'list_drafts', 'show_identity_code')
            THEN 'read'
        WHEN action = 'search' OR action LIKE '%.search' THEN 'search'
        WHEN action LIKE '%.sheet' THEN 'print'
        ELSE 'change'
    END,
    purpose = CASE WHEN split_part(action, '.', 1) IN ('intake', 'person') THEN 'intake' ELSE 'client_work' END;
ALTER TABLE audit_userecord ENABLE TRIGGER audit_append_only;
